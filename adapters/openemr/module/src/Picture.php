<?php
// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** What a card or a banner shows of one patient to the user who is signed in. */
final class Picture
{
    /**
     * @param array<string, mixed> $course as Holdfast's API tells it
     */
    private function __construct(public readonly string $courseId, private readonly array $course, public readonly string $graph)
    {
    }

    /** Null: not this user's, nothing there, or Holdfast is away. */
    public static function of(Daemon $daemon, Actor $actor, int $pid, int $provider, bool $withGraph): ?self
    {
        foreach (array_unique([(int) $actor->id, $provider]) as $clinician) {
            if ($clinician <= 0) {
                continue;
            }
            $id = "$pid-$clinician";
            $course = $daemon->ask($actor, 'GET', '', "/api/v1/courses/$id")?->json();
            if ($course === null) {
                if ($daemon->isAway()) {
                    return null;
                }
                continue;
            }
            $graph = $withGraph ? $daemon->ask($actor, 'GET', '', "/courses/$id/chart.svg?size=card") : null;
            return new self($id, $course, $graph !== null && $graph->status === 200 ? $graph->body : '');
        }
        return null;
    }

    /** @return array<string, mixed>|null */
    public function openCheckIn(): ?array
    {
        foreach ($this->course['check_ins'] ?? [] as $checkIn) {
            if (in_array($checkIn['status'] ?? '', ['open', 'acknowledged'], true)) {
                return $checkIn;
            }
        }
        return null;
    }

    /** @return array<string, mixed>|null the latest rating of the client that has a score */
    public function latest(): ?array
    {
        $ratings = array_filter($this->course['ratings'] ?? [], static fn (array $one): bool => ($one['rater'] ?? '') === 'client' && isset($one['pomp']));
        return $ratings === [] ? null : $ratings[array_key_last($ratings)];
    }
}
