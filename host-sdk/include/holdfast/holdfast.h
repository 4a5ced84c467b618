/* SPDX-License-Identifier: MIT */
/* The whole stable C ABI, one extension a file. */
#ifndef HOLDFAST_HOLDFAST_H
#define HOLDFAST_HOLDFAST_H
#include <holdfast/abi.h>
#include <holdfast/adapter.h>
#include <holdfast/entry.h>
#include <holdfast/ext/adapter_gateway.h>
#include <holdfast/ext/adapter_translate.h>
#include <holdfast/ext/host_changes.h>
#include <holdfast/ext/host_clients.h>
#include <holdfast/ext/host_clock.h>
#include <holdfast/ext/host_identity.h>
#include <holdfast/ext/host_log.h>
#include <holdfast/ext/host_notify.h>
#include <holdfast/ext/host_records.h>
#include <holdfast/ext/host_sessions.h>
#include <holdfast/ext/host_store.h>
#include <holdfast/ext/plugin_lifecycle.h>
#include <holdfast/ext/plugin_tools.h>
#include <holdfast/ext/plugin_web.h>
#include <holdfast/host.h>
#include <holdfast/plugin.h>
#endif
