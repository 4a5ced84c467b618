<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** What a card or a banner shows of one patient to the user who is signed in. */
final class Picture
{
    /** @param array<string, mixed> $course as Holdfast's API tells it */
    private function __construct(
        public readonly string $courseId,
        private readonly array $course,
        private readonly Connection $daemon,
        private readonly Actor $actor,
    ) {
    }

    /** Null: not this user's, nothing there, or Holdfast is away. */
    public static function of(Connection $daemon, Actor $actor, int $pid): ?self
    {
        $id = self::courseOf($daemon, $actor, $pid);
        $path = $id === null ? null : '/api/v1/courses/' . rawurlencode($id);
        $course = $path === null ? null : $daemon->ask($actor, 'GET', '', $path, '', Language::header())?->json();
        return $course === null ? null : new self($id, $course, $daemon, $actor);
    }

    /** An SVG; empty where there is none. */
    public function graph(): string
    {
        $path = '/courses/' . rawurlencode($this->courseId) . '/chart.svg?size=card';
        $answer = $this->daemon->ask($this->actor, 'GET', '', $path, '', Language::header());
        return $answer !== null && $answer->status === 200 ? $answer->body : '';
    }

    /** Of the courses of this patient that Holdfast lets this user see: the user's own, else the first, which
     *  is one with an open check-in where there is one. */
    private static function courseOf(Connection $daemon, Actor $actor, int $pid): ?string
    {
        $told = $daemon->ask($actor, 'GET', '', "/api/v1/courses?client=$pid", '', Language::header())?->json();
        $ids = array_map(static fn (array $one): string => (string) ($one['id'] ?? ''), $told['courses'] ?? []);
        return in_array("$pid-$actor->id", $ids, true) ? "$pid-$actor->id" : ($ids[0] ?? null);
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
