<?php

// SPDX-License-Identifier: MIT
// Session, database, OpenEMR's little functions, events, and the module where it is switched on.

declare(strict_types=1);

use Symfony\Component\EventDispatcher\EventDispatcher;

if (isset($GLOBALS['harness'])) {
    return;
}
$GLOBALS['harness'] = dirname(__DIR__);
$GLOBALS['webroot'] = '';
$GLOBALS['fileroot'] = $GLOBALS['harness'];
session_name('OpenEMR');
session_start();
$_SESSION['site_id'] ??= (string) getenv('HARNESS_SITE');
$GLOBALS['pid'] = $_SESSION['pid'] ?? 0;
$GLOBALS['encounter'] = $_SESSION['encounter'] ?? 0;

function harness_database(): mysqli
{
    static $connection = null;
    if ($connection === null) {
        include "{$GLOBALS['harness']}/sites/{$_SESSION['site_id']}/sqlconf.php";
        $connection = new mysqli($host, $login, $pass, $dbase, (int) $port);
        $connection->set_charset('utf8mb4');
        $connection->query("SET sql_mode = ''");
    }
    return $connection;
}

/** @param list<mixed> $values */
function sqlStatement(string $sql, array $values = []): mysqli_result|bool
{
    $statement = harness_database()->prepare($sql);
    $statement->execute($values);
    return $statement->get_result();
}

/** @param list<mixed> $values
 *  @return array<string, mixed>|false|null
 */
function sqlQuery(string $sql, array $values = []): array|false|null
{
    $result = sqlStatement($sql, $values);
    return $result instanceof mysqli_result ? $result->fetch_assoc() : null;
}

function xl(string $text): string
{
    if (($_SESSION['language'] ?? '') === 'brackets') {
        return "[$text]";
    }
    $row = ($_SESSION['language_choice'] ?? 0) === 0 ? null : sqlQuery(
        'SELECT d.definition FROM lang_constants c JOIN lang_definitions d ON d.cons_id = c.cons_id '
        . 'WHERE c.constant_name = ? AND d.lang_id = ?',
        [$text, $_SESSION['language_choice']],
    );
    return (string) ($row['definition'] ?? $text);
}

function getLanguageCode(int $choice): string
{
    return (string) (sqlQuery('SELECT lang_code FROM lang_languages WHERE lang_id = ?', [$choice])['lang_code'] ?? '');
}

function text(mixed $text): string
{
    return htmlspecialchars((string) $text, ENT_NOQUOTES);
}

function attr(mixed $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES);
}

function xlt(string $text): string
{
    return text(xl($text));
}

function xla(string $text): string
{
    return attr(xl($text));
}

require_once "{$GLOBALS['harness']}/events/events.php";

$eventDispatcher = new EventDispatcher();
$classLoader = null;
$GLOBALS['kernel_dispatcher'] = $eventDispatcher;
$harness_module = "{$GLOBALS['harness']}/interface/modules/custom_modules/oe-module-holdfast";
if (sqlQuery('SELECT mod_id FROM modules WHERE mod_directory = ? AND mod_active = 1', ['oe-module-holdfast'])) {
    require_once "$harness_module/openemr.bootstrap.php";
}

/** OpenEMR's look is Bootstrap's; a little of it is enough to see whether a part fits in. */
function harness_page(string $title, string $body): void
{
    header('Content-Type: text/html; charset=utf-8');
    echo '<!doctype html><html lang="en" dir="' . attr($_SESSION['language_direction'] ?? 'ltr') . '"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>' . text($title) . '</title><style>'
        . ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:1rem;max-width:70rem}'
        . '.card{border:1px solid #8886;border-radius:.25rem;margin:1rem 0}.card-header{padding:.5rem 1rem;border-bottom:1px solid #8886;font-weight:600}'
        . '.card-body{padding:1rem}.card-title{margin:0 0 .5rem}.text-muted{opacity:.75}.alert{padding:.75rem 1rem;border-radius:.25rem;border:1px solid #7ab}'
        . '.alert-info{background:#d1ecf1;color:#0c3540}.alert-link{color:inherit}.btn{display:inline-block;padding:.75rem 1rem;border-radius:.25rem;background:#06c;color:#fff;text-decoration:none}'
        . '.img-fluid{max-width:100%;height:auto}.w-100{width:100%}.mb-0{margin-bottom:0}.columns{display:flex;gap:1rem;flex-wrap:wrap}.columns>*{flex:1 1 20rem}</style>'
        . '<script>top.restoreSession=function(){return true}</script></head><body><h1>' . text($title) . '</h1>' . $body . '</body></html>';
}

/** @param callable(): void $body */
function harness_printed(callable $body): string
{
    ob_start();
    $body();
    return (string) ob_get_clean();
}
