// SPDX-License-Identifier: MIT
// One function a tool; service/tool.cpp names them. All have the shape of Tool::run.
#pragma once
#include "service/tool.hpp"

namespace holdfast::service {

Problems score_tool(House& house, std::string_view options, ToolIo& io);
Problems instrument_list_tool(House& house, std::string_view options, ToolIo& io);
Problems instrument_export_tool(House& house, std::string_view options, ToolIo& io);
Problems instrument_check_tool(House& house, std::string_view options, ToolIo& io);
Problems wording_install_tool(House& house, std::string_view options, ToolIo& io);
Problems import_tool(House& house, std::string_view options, ToolIo& io);
Problems demo_ratings_tool(House& house, std::string_view options, ToolIo& io);
Problems replay_tool(House& house, std::string_view options, ToolIo& io);
Problems simulate_tool(House& house, std::string_view options, ToolIo& io);
Problems rebuild_tool(House& house, std::string_view options, ToolIo& io);
Problems metrics_tool(House& house, std::string_view options, ToolIo& io);
Problems doctor_tool(House& house, std::string_view options, ToolIo& io);
Problems backup_tool(House& house, std::string_view options, ToolIo& io);
Problems restore_tool(House& house, std::string_view options, ToolIo& io);
Problems backup_key_tool(House& house, std::string_view options, ToolIo& io);
Problems schema_tool(House& house, std::string_view options, ToolIo& io);
Problems export_tool(House& house, std::string_view options, ToolIo& io);
Problems erase_tool(House& house, std::string_view options, ToolIo& io);
Problems audit_verify_tool(House& house, std::string_view options, ToolIo& io);
Problems audit_export_tool(House& house, std::string_view options, ToolIo& io);
Problems verify_tool(House& house, std::string_view options, ToolIo& io);

// The chain and its anchors: what is wrong with them, or none and a summary in words.
Problems check_audit(House& house, std::string_view more_anchors, std::string& summary);

}  // namespace holdfast::service
