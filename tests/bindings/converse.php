<?php
// SPDX-License-Identifier: MIT
// The golden conversation through the PHP class: one line of JSON for each call's answer.
//
// usage: php converse.php BINDINGS PLUGIN CONFIG_JSON FOLDER CONVERSATION
declare(strict_types=1);

[, $bindings, $library, $config, $folder, $file] = $argv;
require "$bindings/php/Holdfast.php";

$conversation = json_decode(file_get_contents($file), true, 32, JSON_THROW_ON_ERROR);
$host = new class($folder, $conversation['zone'], $conversation['now_ms']) extends Holdfast\Host {
    public function __construct(string $folder, string $zone, private int $now)
    {
        parent::__construct($folder, $zone);
    }
    public function nowMs(): int
    {
        return $this->now;
    }
    public function log(int $severity, string $line): void
    {
    }
};

function told(string $body): array
{
    return ['body' => base64_encode($body)];
}

function call(Holdfast\Plugin $plugin, array $one): array
{
    switch ($one['call']) {
        case 'handle':
            $page = $plugin->handle($one['request']);
            $headers = $page->headers;
            sort($headers);
            return ['code' => $page->code, 'headers' => $headers] + told($page->body);
        case 'tools':
            return told(json_encode($plugin->tools()));
        case 'run_tool':
            return told($plugin->runTool($one['name'], [], $one['inputs'] ?? [])['out'] ?? '');
        case 'before_backup':
            $plugin->beforeBackup();
            return [];
        default:
            $plugin->{$one['call']}();
            return [];
    }
}

$plugin = new Holdfast\Plugin($library, $host, json_decode($config, true));
foreach ($conversation['calls'] as $one) {
    try {
        $answer = ['status' => 0] + call($plugin, $one);
    } catch (Holdfast\Error $error) {
        $answer = ['status' => $error->status, 'message' => $error->getMessage()];
    }
    ksort($answer);
    echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
}
$plugin->close();
