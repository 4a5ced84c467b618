<?php

// SPDX-License-Identifier: MIT

declare(strict_types=1);

use OpenEMR\Events\PatientPortal\RenderEvent;

require_once __DIR__ . '/verify_session.php';

harness_page('Portal', harness_printed(fn () => $GLOBALS['kernel_dispatcher']->dispatch(new RenderEvent(), RenderEvent::EVENT_DASHBOARD_INJECT_CARD)));
