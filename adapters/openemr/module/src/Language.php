<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

/** The language that the user chose in OpenEMR, and the way it is written. */
final class Language
{
    /** @return list<string> the line of the header that asks Holdfast for it, before what the browser prefers */
    public static function header(): array
    {
        $browser = preg_replace('/[^A-Za-z0-9,;=.* -]/', '', (string) ($_SERVER['HTTP_ACCEPT_LANGUAGE'] ?? ''));
        $wanted = implode(', ', array_filter([self::code(), $browser]));
        return $wanted === '' ? [] : ["Accept-Language: $wanted"];
    }

    /** The two attributes of a page of our own. */
    public static function attributes(): string
    {
        $direction = ($_SESSION['language_direction'] ?? 'ltr') === 'rtl' ? 'rtl' : 'ltr';
        $code = self::code();
        return ($code === '' ? '' : ' lang="' . attr($code) . '"') . ' dir="' . $direction . '"';
    }

    /** OpenEMR's own codes are those of ISO 639 but for a few; what is none is not asked for. */
    private static function code(): string
    {
        $choice = (int) ($_SESSION['language_choice'] ?? 0);
        $code = $choice > 0 && function_exists('getLanguageCode') ? strtolower((string) getLanguageCode($choice)) : '';
        return preg_match('/^[a-z]{2,3}$/', $code) ? $code : '';
    }
}
