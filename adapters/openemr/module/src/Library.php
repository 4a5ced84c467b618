<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

use FFI;

/**
 * The library holdfast-embedded.so, where the administrator has PHP preload it: preload.php names this
 * class, since with `ffi.enable = preload` no other code may touch a library. Texts go in and come out;
 * the library calls nothing here.
 */
final class Library
{
    private static ?FFI $scope = null;

    /** Why it cannot be used, in a word; empty: it can. */
    public static function whyNot(): string
    {
        if (!extension_loaded('ffi')) {
            return 'extension';
        }
        // Anything more would open every library to every script.
        if (ini_get('ffi.enable') !== 'preload') {
            return 'enable';
        }
        try {
            self::$scope ??= FFI::scope('HOLDFAST');
            return '';
        } catch (FFI\Exception) {
            return 'preload';
        }
    }

    /** After whyNot() said nothing.
     *
     * @return array{int, string, string} status, headers and body; status 0: nothing was asked, the body says why
     */
    public static function ask(string $config, string $head, string $body): array
    {
        $ffi = self::$scope;
        if ($ffi === null) {
            return [0, '', 'not loaded'];
        }
        $answer = $ffi->new('holdfast_embedded_answer');
        $ffi->holdfast_embedded_ask($config, strlen($config), $head, strlen($head), $body, strlen($body), FFI::addr($answer));
        return [
            $answer->status,
            $answer->head_length > 0 ? FFI::string($answer->head, $answer->head_length) : '',
            $answer->body_length > 0 ? FFI::string($answer->body, $answer->body_length) : '',
        ];
    }
}
