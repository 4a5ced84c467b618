<?php

// SPDX-License-Identifier: MIT
// The events as OpenEMR names them, each with no more than the module asks of it. HARNESS_WITHOUT in
// the environment leaves some out, as an older release would.

declare(strict_types=1);

namespace Symfony\Component\EventDispatcher {
    interface EventDispatcherInterface
    {
        public function addListener(string $name, callable $listener): void;

        public function dispatch(object $event, string $name): object;
    }

    final class EventDispatcher implements EventDispatcherInterface
    {
        /** @var array<string, list<callable>> */
        private array $listeners = [];

        public function addListener(string $name, callable $listener): void
        {
            $this->listeners[$name][] = $listener;
        }

        public function dispatch(object $event, string $name): object
        {
            foreach ($this->listeners[$name] ?? [] as $listener) {
                $listener($event);
            }
            return $event;
        }
    }
}

namespace OpenEMR\Core {
    abstract class AbstractModuleActionListener
    {
    }
}

namespace OpenEMR\Common\Csrf {
    final class CsrfUtils
    {
        public static function collectCsrfToken(string $subject = 'default'): string
        {
            $_SESSION['csrf_private_key'] ??= bin2hex(random_bytes(32));
            return hash_hmac('sha256', $subject, $_SESSION['csrf_private_key']);
        }

        public static function verifyCsrfToken(string $token, string $subject = 'default'): bool
        {
            return hash_equals(self::collectCsrfToken($subject), $token);
        }
    }
}

namespace OpenEMR\Common\Acl {
    final class AclMain
    {
        public static function aclCheckCore(string $section, string $value): bool
        {
            return (bool) \sqlQuery(
                "SELECT 1 FROM gacl_aro a JOIN gacl_groups_aro_map m ON m.aro_id = a.id JOIN gacl_aro_groups_map g ON g.group_id = m.group_id "
                . "JOIN gacl_aco_map o ON o.acl_id = g.acl_id JOIN gacl_acl c ON c.id = g.acl_id AND c.enabled = 1 AND c.allow = 1 "
                . "WHERE a.value = ? AND o.section_value = ? AND o.value = ?",
                [$_SESSION['authUser'] ?? '', $section, $value],
            );
        }

        /** As OpenEMR's own: open where the registry has no row. */
        public static function aclCheckForm(string $directory): bool
        {
            $row = \sqlQuery('SELECT aco_spec FROM registry WHERE directory = ? ORDER BY id LIMIT 1', [$directory]);
            return !$row || self::aclCheckCore(...explode('|', $row['aco_spec']));
        }
    }
}

namespace Harness {
    final class Loader
    {
        /** @var list<string> */
        public array $paths = [];

        public function addPath(string $path): void
        {
            $this->paths[] = $path;
        }
    }

    final class Twig
    {
        public function __construct(private readonly Loader $loader)
        {
        }

        public function getLoader(): Loader
        {
            return $this->loader;
        }
    }
}

namespace OpenEMR\Events\Core {
    if (!in_array('twig', explode(',', (string) getenv('HARNESS_WITHOUT')), true)) {
        final class TwigEnvironmentEvent
        {
            public const EVENT_CREATED = 'core.twig.environment.create';

            public function __construct(private readonly \Harness\Twig $twig)
            {
            }

            public function getTwigEnvironment(): \Harness\Twig
            {
                return $this->twig;
            }
        }
    }
}

namespace OpenEMR\Events\Patient\Summary\Card {
    final class CardModel
    {
        /** @param array<string, mixed> $options */
        public function __construct(public readonly array $options)
        {
        }
    }

    final class SectionEvent
    {
        public const EVENT_HANDLE = 'section.render';

        /** @var list<CardModel> */
        public array $cards = [];

        public function __construct(private readonly string $section)
        {
        }

        public function getSection(): string
        {
            return $this->section;
        }

        public function addCard(CardModel $card): void
        {
            $this->cards[] = $card;
        }
    }
}

namespace OpenEMR\Events\PatientDemographics {
    final class RenderEvent
    {
        public const EVENT_SECTION_LIST_RENDER_TOP = 'patientDemographics.render.section.top';

        public function __construct(private readonly int $pid)
        {
        }

        public function getPid(): int
        {
            return $this->pid;
        }
    }
}

namespace OpenEMR\Events\Encounter {
    final class EncounterFormsListRenderEvent
    {
        public const EVENT_SECTION_RENDER_PRE = 'encounter.forms.section.render.pre';

        public function __construct(private readonly int $encounter, private readonly int $pid)
        {
        }

        public function getPid(): int
        {
            return $this->pid;
        }

        public function getEncounter(): int
        {
            return $this->encounter;
        }
    }

    if (!in_array('menu', explode(',', (string) getenv('HARNESS_WITHOUT')), true)) {
        final class EncounterMenuEvent
        {
            public const MENU_RENDER = 'menu.render';

            /** @var array<string, mixed> */
            private array $menu = [];

            /** @return array<string, mixed> */
            public function getMenuData(): array
            {
                return $this->menu;
            }

            /** @param array<string, mixed> $menu */
            public function setMenuData(array $menu): void
            {
                $this->menu = $menu;
            }
        }
    }

    final class LoadEncounterFormFilterEvent
    {
        public const EVENT_NAME = 'encounter.load_form_filter';

        public function __construct(private readonly string $name, private string $folder)
        {
        }

        public function getFormName(): string
        {
            return $this->name;
        }

        public function setDir(string $folder): void
        {
            $this->folder = $folder;
        }

        public function getDir(): string
        {
            return $this->folder;
        }
    }
}

namespace OpenEMR\Events\PatientPortal {
    final class RenderEvent
    {
        public const EVENT_DASHBOARD_INJECT_CARD = 'home.dashboard.inject.card';
    }
}
