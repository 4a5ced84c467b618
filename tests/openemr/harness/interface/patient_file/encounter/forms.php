<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

use OpenEMR\Common\Acl\AclMain;
use OpenEMR\Events\Encounter\EncounterFormsListRenderEvent;
use OpenEMR\Events\Encounter\EncounterMenuEvent;
use OpenEMR\Events\Encounter\LoadEncounterFormFilterEvent;

require_once dirname(__DIR__, 2) . '/globals.php';

$dispatcher = $GLOBALS['kernel_dispatcher'];
$pid = (int) $_SESSION['pid'];
$encounter = (int) $_SESSION['encounter'];
$body = harness_printed(fn () => $dispatcher->dispatch(new EncounterFormsListRenderEvent($encounter, $pid), EncounterFormsListRenderEvent::EVENT_SECTION_RENDER_PRE));
$body .= '<nav><ul>';
if (class_exists(EncounterMenuEvent::class)) {
    $menu = $dispatcher->dispatch(new EncounterMenuEvent(), EncounterMenuEvent::MENU_RENDER)->getMenuData();
    foreach ($menu['Clinical']['children'] ?? [] as $entry) {
        $body .= '<li><a href="load_form.php?formname=' . attr($entry['directory']) . '">' . text($entry['displayText']) . '</a></li>';
    }
}
$body .= '</ul></nav>';
$forms = sqlStatement("SELECT form_id, form_name, formdir FROM forms WHERE pid = ? AND encounter = ? AND deleted = 0 AND formdir = 'holdfast_rating' ORDER BY id", [$pid, $encounter]);
while ($form = $forms->fetch_assoc()) {
    if (!AclMain::aclCheckForm($form['formdir'])) {
        continue;
    }
    $folder = $dispatcher->dispatch(new LoadEncounterFormFilterEvent($form['formdir'], dirname(__DIR__, 2) . '/forms/'), LoadEncounterFormFilterEvent::EVENT_NAME)->getDir();
    if (!is_file("$folder{$form['formdir']}/report.php")) {
        continue;  // As OpenEMR, which notes it in its log.
    }
    require_once "$folder{$form['formdir']}/report.php";
    $body .= '<section class="card"><div class="card-header">' . text($form['form_name']) . '</div><div class="card-body">'
        . harness_printed(fn () => ($form['formdir'] . '_report')($pid, $encounter, 2, $form['form_id'])) . '</div></section>';
}
harness_page("Encounter $encounter", $body);
