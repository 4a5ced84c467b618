// SPDX-License-Identifier: MIT
import {test} from 'node:test';

import {must_conform} from './conform.mjs';

test('the adapter conforms, on a server that can do everything', () => must_conform({}));
