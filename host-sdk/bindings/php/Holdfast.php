<?php
// SPDX-License-Identifier: MIT
// Holdfast in a PHP program, through FFI: for the command line and for tests. A PHP web server forbids
// libraries in its process (ffi.enable=preload): there, talk to `holdfast serve` over its socket.
declare(strict_types=1);

namespace Holdfast;

final class Error extends \RuntimeException
{
    public function __construct(public readonly int $status, string $message)
    {
        parent::__construct($message, $status);
    }
}

final class Response
{
    /** @param list<array{string, string}> $headers */
    public function __construct(public readonly int $code, public readonly array $headers,
                                public readonly string $body)
    {
    }
}

/** What a PHP program gives to the plugin: log, clock and a folder. */
class Host
{
    public function __construct(public readonly string $folder, public readonly string $zone = 'UTC')
    {
        if (!is_dir($folder)) {
            mkdir($folder, 0700, true);
        }
    }

    public function log(int $severity, string $line): void
    {
        fwrite(STDERR, "[$severity] $line\n");
    }

    public function nowMs(): int
    {
        return (int) (microtime(true) * 1000);
    }
}

/**
 * Loads the library and makes one instance. Libraries are never unloaded.
 *
 *   $plugin = new Plugin('/usr/lib/holdfast/holdfast.so', new Host('/srv/holdfast'), ['adapter' => ...]);
 *   $plugin->activate();
 *   $page = $plugin->handle(['path' => '/today', 'actor' => 'u-1', 'prefix' => '/holdfast']);
 *   $plugin->close();
 */
final class Plugin
{
    private const ABI_MAJOR = 1, INTERNAL = -10, UNSUPPORTED = -5, STATE = -7;

    private \FFI $ffi;
    private \FFI\CData $entry, $error, $host;
    private ?\FFI\CData $plugin = null;
    /** What C calls back lives as long as the plugin. @var list<mixed> */
    private array $kept = [];
    /** @var array<string, \FFI\CData> */
    private array $tables = [];

    /** @param array<string, mixed> $config */
    public function __construct(string $library, private readonly Host $given, array $config = [])
    {
        $library = realpath($library) ?: throw new Error(-2, "$library is not there");
        // Adapters have their own entry, which a plugin's library does not export.
        $definition = preg_replace('/^const holdfast_adapter_entry\*.*$/m', '',
                                   file_get_contents(__DIR__ . '/holdfast.cdef'));
        $this->ffi = \FFI::cdef($definition, $library);
        $this->error = $this->make('holdfast_error');
        $entry = $this->ffi->holdfast_plugin_entry(self::ABI_MAJOR);
        if ($entry === null) {
            throw new Error(self::UNSUPPORTED, "$library does not speak ABI " . self::ABI_MAJOR);
        }
        $this->entry = $entry;
        $this->check(($this->entry->init)($library, \FFI::addr($this->error)));
        $this->host = $this->makeHost();
        $text = json_encode($config ?: new \stdClass(), JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES);
        [$lent, $buffer] = $this->lend($text);
        $this->plugin = ($this->entry->create)(\FFI::addr($this->host), $lent, \FFI::addr($this->error));
        unset($buffer);
        if ($this->plugin === null) {
            throw new Error($this->error->code ?: self::INTERNAL, \FFI::string($this->error->message));
        }
    }

    public function __destruct()
    {
        $this->close();
    }

    public function activate(): void
    {
        $this->check(($this->alive()->activate)($this->plugin, \FFI::addr($this->error)));
    }

    public function deactivate(): void
    {
        ($this->alive()->deactivate)($this->plugin);
    }

    /** Ends the instance; a second time does nothing. */
    public function close(): void
    {
        if ($this->plugin === null) {
            return;
        }
        ($this->plugin->deactivate)($this->plugin);
        ($this->plugin->destroy)($this->plugin);
        ($this->entry->deinit)();
        $this->plugin = null;
    }

    /** @param array{method?: string, path?: string, prefix?: string, query?: string, actor?: string,
     *               headers?: array<string, string>, body?: string, csp_nonce?: string} $request */
    public function handle(array $request): Response
    {
        $buffers = [];
        $struct = $this->make('holdfast_web_request');
        $fields = ['method' => 'GET', 'path' => '/', 'prefix' => '', 'query' => '', 'actor' => '',
                   'csp_nonce' => '', 'body' => ''];
        $names = ['path' => 'path_info', 'prefix' => 'script_name', 'query' => 'query_string'];
        foreach ($fields as $field => $default) {
            $name = $names[$field] ?? $field;
            [$struct->$name, $buffers[]] = $this->lend($request[$field] ?? $default);
        }
        $headers = $request['headers'] ?? [];
        $list = $this->ffi->new('holdfast_header[' . max(1, count($headers)) . ']');
        $at = 0;
        foreach ($headers as $name => $value) {
            [$list[$at]->name, $buffers[]] = $this->lend(strtolower($name));
            [$list[$at++]->value, $buffers[]] = $this->lend($value);
        }
        $struct->header_count = count($headers);
        $struct->headers = $this->ffi->cast('holdfast_header*', \FFI::addr($list));
        $code = 0;
        $received = [];
        $body = '';
        $response = $this->make('holdfast_web_response');
        $response->start = function ($ctx, int $status, $given, int $count) use (&$code, &$received): int {
            $code = $status;
            for ($i = 0; $i < $count; ++$i) {
                $received[] = [self::text($given[$i]->name), self::text($given[$i]->value)];
            }
            return 0;
        };
        $response->write = function ($ctx, $data, int $size) use (&$body): int {
            $body .= \FFI::string(\FFI::cast('char*', $data), $size);
            return 0;
        };
        $web = $this->extension('holdfast_plugin_web', 'holdfast.plugin.web/1');
        $this->check(($web->handle)($this->plugin, \FFI::addr($struct), \FFI::addr($response),
                                    \FFI::addr($this->error)));
        return new Response($code, $received, $body);
    }

    /** Works for about that long; in how many milliseconds more work waits. */
    public function tick(int $budgetMs = 200): int
    {
        $due = $this->ffi->new('uint32_t');
        $life = $this->extension('holdfast_plugin_lifecycle', 'holdfast.plugin.lifecycle/1');
        $this->check(($life->tick)($this->plugin, $budgetMs, \FFI::addr($due), \FFI::addr($this->error)));
        return $due->cdata;
    }

    public function beforeBackup(): void
    {
        $life = $this->extension('holdfast_plugin_lifecycle', 'holdfast.plugin.lifecycle/1');
        $this->check(($life->before_backup)($this->plugin, \FFI::addr($this->error)));
    }

    /** @return list<array{name: string, needs: string}> */
    public function tools(): array
    {
        $text = '';
        $sink = $this->ffi->new('holdfast_sink');
        $sink->write = function ($ctx, $data, int $size) use (&$text): int {
            $text .= \FFI::string(\FFI::cast('char*', $data), $size);
            return 0;
        };
        $tools = $this->extension('holdfast_plugin_tools', 'holdfast.plugin.tools/1');
        $this->check(($tools->list)($this->plugin, \FFI::addr($sink), \FFI::addr($this->error)));
        return json_decode($text, true, 32, JSON_THROW_ON_ERROR)['tools'];
    }

    /** Runs an offline command on channels held in memory; what it wrote, by channel.
     * @param array<string, mixed> $options
     * @param array<string, string> $inputs
     * @return array<string, string> */
    public function runTool(string $name, array $options = [], array $inputs = []): array
    {
        $written = [];
        $io = $this->make('holdfast_tool_io');
        $io->read = function ($ctx, string $channel, $buffer, int $capacity, $got) use (&$inputs): int {
            if (!isset($inputs[$channel])) {
                return self::UNSUPPORTED;
            }
            $piece = substr($inputs[$channel], 0, $capacity);
            $inputs[$channel] = substr($inputs[$channel], strlen($piece));
            if ($piece !== '') {
                \FFI::memcpy($buffer, $piece, strlen($piece));
            }
            $got[0] = strlen($piece);
            return 0;
        };
        $io->write = function ($ctx, string $channel, $data, int $size) use (&$written): int {
            $written[$channel] = ($written[$channel] ?? '') . \FFI::string(\FFI::cast('char*', $data), $size);
            return 0;
        };
        [$title, $first] = $this->lend($name);
        [$choice, $second] = $this->lend(json_encode($options ?: new \stdClass(), JSON_THROW_ON_ERROR));
        $tools = $this->extension('holdfast_plugin_tools', 'holdfast.plugin.tools/1');
        $this->check(($tools->run)($this->plugin, $title, $choice, \FFI::addr($io), \FFI::addr($this->error)));
        return $written;
    }

    private function alive(): \FFI\CData
    {
        return $this->plugin ?? throw new Error(self::STATE, 'this plugin was closed');
    }

    private function extension(string $type, string $id): \FFI\CData
    {
        $table = ($this->alive()->get_extension)($this->plugin, $id);
        if ($table === null) {
            throw new Error(self::UNSUPPORTED, "the plugin does not offer $id");
        }
        return $this->ffi->cast("$type*", $table);
    }

    private function check(int $status): void
    {
        if ($status !== 0) {
            throw new Error($status, \FFI::string($this->error->message));
        }
    }

    private function make(string $type): \FFI\CData
    {
        $made = $this->ffi->new($type);
        $made->size = \FFI::sizeof($made);
        return $made;
    }

    /** Borrowed text and its bytes, which must live until the call has returned.
     * @return array{\FFI\CData, \FFI\CData} */
    private function lend(string $text): array
    {
        $buffer = $this->ffi->new('char[' . max(1, strlen($text)) . ']');
        \FFI::memcpy($buffer, $text, strlen($text));
        $lent = $this->ffi->new('holdfast_str');
        $lent->ptr = $this->ffi->cast('char*', \FFI::addr($buffer));
        $lent->len = strlen($text);
        return [$lent, $buffer];
    }

    private static function text(\FFI\CData $text): string
    {
        return $text->len > 0 ? \FFI::string($text->ptr, $text->len) : '';
    }

    /** NUL-terminated text that lives as long as the plugin. */
    private function lasting(string $text): \FFI\CData
    {
        $buffer = $this->ffi->new('char[' . (strlen($text) + 1) . ']');
        \FFI::memcpy($buffer, $text, strlen($text));
        $this->kept[] = $buffer;
        return $this->ffi->cast('char*', \FFI::addr($buffer));
    }

    private function makeHost(): \FFI\CData
    {
        $given = $this->given;
        $log = $this->make('holdfast_host_log');
        $log->log = fn ($host, int $severity, $line) => $given->log($severity, self::text($line));
        $zone = $this->lasting($given->zone);
        $folder = $this->lasting(realpath($given->folder) ?: $given->folder);
        $clock = $this->make('holdfast_host_clock');
        $clock->now_ms = fn ($host): int => $given->nowMs();
        $clock->zone = fn ($host) => $zone;
        $store = $this->make('holdfast_host_store');
        $store->directory = fn ($host) => $folder;
        $this->tables = ['holdfast.host.log/1' => $log, 'holdfast.host.clock/1' => $clock,
                         'holdfast.host.store/1' => $store];
        $host = $this->make('holdfast_host');
        $host->abi_major = self::ABI_MAJOR;
        $host->name = $this->lasting('PHP host');
        $host->version = $this->lasting('1.0.0');
        $host->get_extension = fn ($host, string $id) =>
            isset($this->tables[$id]) ? \FFI::addr($this->tables[$id]) : null;
        return $host;
    }
}
