<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace Holdfast\OpenEmr\Install;

/** For a site that chose it: what PHP needs in order to preload Holdfast's library. Left out, it is taken back. */
final class FfiPlan
{
    private readonly string $header;
    private readonly string $settings;

    public function __construct(private readonly Options $options, private readonly string $module)
    {
        $this->header = "$options->config/holdfast.ffi.h";
        $this->settings = "$options->config/php-ffi.ini";
    }

    /** @return list<Step> */
    public function steps(string $passwordFile): array
    {
        if (!$this->options->ffi) {
            // Without the choice there is a step only where it was made before.
            return is_file($this->settings) || is_file($this->header) ? [$this->without()] : [];
        }
        return [$this->files(), $this->owner($passwordFile)];
    }

    private function files(): Step
    {
        return new Step(
            "PHP's settings for preloading Holdfast's library: link $this->settings into PHP's conf.d, restart PHP; the module's settings page says whether it works",
            $this->library() === '' ? 'find holdfast-embedded.so: name it with --library' : "write $this->settings and $this->header",
            fn () => $this->library() !== '' && $this->stands($this->header, $this->headerText()) && $this->stands($this->settings, $this->settingsText()),
            function (): void {
                if ($this->library() !== '') {
                    Files::write($this->header, $this->headerText());
                    Files::write($this->settings, $this->settingsText());
                }
            },
            $this->remove(...),
        );
    }

    /** The library runs as PHP's user and reads what the account of Holdfast reads. */
    private function owner(string $passwordFile): Step
    {
        $user = $this->options->user;
        return new Step(
            "Holdfast's files belong to $user, who runs PHP",
            "stop holdfast serve, run: chown -R $user {$this->options->data} $passwordFile, and run holdfast serve as $user",
            function () use ($user, $passwordFile): bool {
                $number = posix_getpwnam($user)['uid'] ?? -1;
                return array_filter([$passwordFile, $this->options->data], fn ($file) => file_exists($file) && fileowner($file) !== $number) === [];
            },
        );
    }

    private function without(): Step
    {
        return new Step(
            'PHP without the library',
            "remove $this->settings and $this->header; take the link out of PHP's conf.d and restart PHP",
            fn () => !is_file($this->settings) && !is_file($this->header),
            $this->remove(...),
            $this->remove(...),
        );
    }

    private function remove(): void
    {
        Files::remove($this->settings);
        Files::remove($this->header);
    }

    private function library(): string
    {
        if ($this->options->library !== '') {
            return is_file($this->options->library) ? $this->options->library : '';
        }
        return (glob('/usr/{lib,lib64,lib/*,local/lib,local/lib/*}/holdfast/holdfast-embedded.so', GLOB_BRACE) ?: [''])[0];
    }

    private function stands(string $file, string $text): bool
    {
        return is_file($file) && file_get_contents($file) === $text;
    }

    private function headerText(): string
    {
        return "#define FFI_SCOPE \"HOLDFAST\"\n#define FFI_LIB \"{$this->library()}\"\n" . file_get_contents(__DIR__ . '/holdfast-embedded.cdef');
    }

    private function settingsText(): string
    {
        return "; Written by `holdfast openemr install --ffi`. All of PHP's workers on this machine are meant.\n"
            . "ffi.enable = preload\nffi.preload = $this->header\n"
            . "opcache.preload = $this->module/preload.php\nopcache.preload_user = {$this->options->webUser}\n";
    }
}
