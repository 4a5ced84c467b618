<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

namespace OpenEMR\Modules\Holdfast;

use Symfony\Component\EventDispatcher\EventDispatcherInterface;

/**
 * Listens to OpenEMR's events. Releases differ: what this one does not have is left out, and the
 * settings page says so.
 */
final class Bootstrap
{
    /** Each event, and the method that listens. */
    private const EVENTS = [
        ['OpenEMR\Events\Core\TwigEnvironmentEvent', 'EVENT_CREATED', 'templates'],
        ['OpenEMR\Events\Patient\Summary\Card\SectionEvent', 'EVENT_HANDLE', 'card'],
        ['OpenEMR\Events\PatientDemographics\RenderEvent', 'EVENT_SECTION_LIST_RENDER_TOP', 'banner'],
        ['OpenEMR\Events\Encounter\EncounterFormsListRenderEvent', 'EVENT_SECTION_RENDER_PRE', 'encounterBanner'],
        ['OpenEMR\Events\Encounter\EncounterMenuEvent', 'MENU_RENDER', 'encounterMenu'],
        ['OpenEMR\Events\Encounter\LoadEncounterFormFilterEvent', 'EVENT_NAME', 'formFolder'],
        ['OpenEMR\Events\PatientPortal\RenderEvent', 'EVENT_DASHBOARD_INJECT_CARD', 'portalTile'],
    ];

    private ?Connection $daemon = null;

    /** @var array<int, Picture|null> */
    private array $pictures = [];

    public function __construct(private readonly EventDispatcherInterface $dispatcher, private readonly ?Site $site)
    {
    }

    public function subscribe(): void
    {
        if ($this->site === null) {
            return;
        }
        foreach (self::EVENTS as [$class, $constant, $method]) {
            if (self::has($class, $constant)) {
                $this->dispatcher->addListener((string) constant("$class::$constant"), [$this, $method]);
            }
        }
    }

    /** @return list<string> a sentence for each event that this OpenEMR does not have */
    public static function missing(): array
    {
        $sentences = [];
        foreach (self::EVENTS as [$class, $constant, $method]) {
            if (!self::has($class, $constant)) {
                $sentences[] = self::without($method);
            }
        }
        return array_values(array_unique($sentences));
    }

    /** Whole sentences: OpenEMR's translation knows no other. */
    private static function without(string $method): string
    {
        return match ($method) {
            'templates', 'card' => xl('The card on the summary is off: this release of OpenEMR does not have it.'),
            'banner' => xl('The banner on the summary is off: this release of OpenEMR does not have it.'),
            'encounterBanner' => xl('The banner on the encounter is off: this release of OpenEMR does not have it.'),
            'encounterMenu' => xl("The entry in the encounter's menu is off: this release of OpenEMR does not have it."),
            'formFolder' => xl('The form on the encounter is off: this release of OpenEMR does not have it.'),
            'portalTile' => xl('The tile in the portal is off: this release of OpenEMR does not have it.'),
        };
    }

    private static function has(string $class, string $constant): bool
    {
        return class_exists($class) && defined("$class::$constant");
    }

    public function templates(object $event): void
    {
        $loader = method_exists($event, 'getTwigEnvironment') ? $event->getTwigEnvironment()->getLoader() : null;
        if ($loader !== null && method_exists($loader, 'addPath')) {
            $loader->addPath(dirname(__DIR__) . '/templates');
        }
    }

    public function card(object $event): void
    {
        $pid = (int) ($_SESSION['pid'] ?? $GLOBALS['pid'] ?? 0);
        if (!method_exists($event, 'getSection') || $event->getSection() !== 'secondary' || !Chart::mayRead()) {
            return;
        }
        $actor = Actor::staff($pid);
        $picture = $pid > 0 && $actor !== null ? $this->picture($actor, $pid) : null;
        $html = $actor !== null ? Card::html($picture, $this->daemon()->isAway()) : null;
        $model = 'OpenEMR\Events\Patient\Summary\Card\CardModel';
        if ($html !== null && class_exists($model) && method_exists($event, 'addCard')) {
            $event->addCard(Card::model($model, $html));
        }
    }

    public function banner(object $event): void
    {
        $this->showBanner((int) (method_exists($event, 'getPid') ? $event->getPid() : 0));
    }

    public function encounterBanner(object $event): void
    {
        if (!Chart::maySee((int) (method_exists($event, 'getEncounter') ? $event->getEncounter() : 0))) {
            return;
        }
        $this->showBanner((int) (method_exists($event, 'getPid') ? $event->getPid() : 0));
    }

    private function showBanner(int $pid): void
    {
        $actor = Actor::staff($pid);
        if ($pid > 0 && $actor !== null && Chart::mayRead()) {
            echo Banner::html($this->picture($actor, $pid));
        }
    }

    /** A locked encounter takes no more forms: OpenEMR leaves the check to the module. */
    public function encounterMenu(object $event): object
    {
        $encounter = (int) ($GLOBALS['encounter'] ?? $_SESSION['encounter'] ?? 0);
        if (!method_exists($event, 'getMenuData') || !Chart::mayWrite() || !Chart::maySee($encounter) || Chart::isLocked($encounter)) {
            return $event;
        }
        $menu = $event->getMenuData();
        $menu['Clinical']['children'][] = ['state' => 1, 'directory' => Chart::FORM, 'id' => 0, 'unpackaged' => 1,
            'name' => 'Session form', 'nickname' => '', 'category' => 'Clinical', 'displayText' => xl('Session form')];
        $event->setMenuData($menu);
        return $event;
    }

    public function formFolder(object $event): object
    {
        if (method_exists($event, 'getFormName') && $event->getFormName() === Chart::FORM && method_exists($event, 'setDir')) {
            $event->setDir(dirname(__DIR__) . '/forms/');
        }
        return $event;
    }

    public function portalTile(object $event): void
    {
        if (Actor::patient() !== null) {
            echo PortalTile::html();
        }
    }

    /** Banner and card of a page are of one picture, asked for once. */
    private function picture(Actor $actor, int $pid): ?Picture
    {
        if (!array_key_exists($pid, $this->pictures)) {
            $this->pictures[$pid] = Picture::of($this->daemon(), $actor, $pid);
        }
        return $this->pictures[$pid];
    }

    private function daemon(): Connection
    {
        return $this->daemon ??= $this->site->connect();
    }
}
