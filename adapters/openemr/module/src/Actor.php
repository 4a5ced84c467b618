<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** Who is acting, and about whom; made from OpenEMR's session and from nothing that a browser sends. */
final class Actor
{
    private function __construct(public readonly string $kind, public readonly string $id, public readonly string $subject)
    {
    }

    public static function staff(?int $patient = null): ?self
    {
        $id = (int) ($_SESSION['authUserID'] ?? 0);
        return $id > 0 ? new self('staff', (string) $id, $patient ? (string) $patient : '') : null;
    }

    public static function patient(): ?self
    {
        $pid = (int) ($_SESSION['pid'] ?? 0);
        return $pid > 0 && isset($_SESSION['patient_portal_onsite_two']) ? new self('client', (string) $pid, (string) $pid) : null;
    }

    /** @return list<string> the lines of the two headers that say so */
    public function headers(Site $site, string $key, string $method, string $prefix, string $target, string $body): array
    {
        $now = time();
        $expires = $now + 30;
        $nonce = bin2hex(random_bytes(16));
        $signed = implode("\n", ['holdfast-actor/1', $site->name, $this->kind, $this->id, $this->subject, $method, $prefix,
            $target, hash('sha256', $body), (string) $now, (string) $expires, $nonce]);
        $mac = hash_hmac('sha256', $signed, $key);
        return [
            "Holdfast-Actor: v=1;site=$site->name;kind=$this->kind;actor=$this->id;subject=$this->subject;"
                . "iat=$now;exp=$expires;nonce=$nonce;mac=$mac",
            "Holdfast-Prefix: $prefix",
        ];
    }
}
