<?php

// SPDX-License-Identifier: MIT
// What the Module Manager says to this module. Switching it off or taking it out keeps every form and
// every table: what is in the chart stays there.

declare(strict_types=1);

use OpenEMR\Core\AbstractModuleActionListener;

// phpcs:ignore PSR1.Classes.ClassDeclaration.MissingNamespace -- OpenEMR looks for it without one.
class ModuleManagerListener extends AbstractModuleActionListener
{
    public static function getModuleNamespace(): string
    {
        return 'OpenEMR\\Modules\\Holdfast\\';
    }

    public static function initListenerSelf(): self
    {
        return new self();
    }

    /** @param string $methodName
     *  @param string|int $modId
     */
    public function moduleManagerAction($methodName, $modId, string $currentActionStatus = 'Success'): string
    {
        $row = match ($methodName) {
            'enable' => 1,
            'disable', 'unregister' => 0,
            default => null,
        };
        if ($row !== null) {
            // The registry row decides who sees the form; OpenEMR would show it to all without one.
            sqlStatement('UPDATE registry SET state = ? WHERE directory = ?', [$row, 'holdfast_rating']);
            sqlStatement('UPDATE background_services SET active = ? WHERE name = ?', [$row, 'Holdfast']);
        }
        return $currentActionStatus;
    }
}
