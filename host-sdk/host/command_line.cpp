// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <iostream>

#include "config_command.hpp"
#include "doctor.hpp"
#include "other_command.hpp"
#include "serve_command.hpp"
#include "tool_command.hpp"
#include "user_command.hpp"

namespace holdfast::host {
namespace {

// What every command knows, and the one that was chosen.
struct Choice {
  Arguments arguments;
  ToolRun run;
  std::string name, person;  // of a login
  std::string settings_file;
  std::string folder;  // of an export
  bool wants_json = false;
  ExitCode code = ExitCode::ok;  // of an action that ends without a refusal
  std::function<void()> action;
};

void add_place(CLI::App& command, Choice& choice) {
  command.add_option("--data", choice.arguments.data, "Folder of the practice's files")
      ->type_name("DIR");
  command.add_option("--config", choice.arguments.config, "Configuration file (TOML)")
      ->type_name("FILE");
}

void add_plugin(CLI::App& command, Choice& choice) {
  command
      .add_option("--plugin", choice.arguments.plugin,
                  "holdfast.so, when it is not in its usual place")
      ->type_name("FILE");
}

void add_serve(CLI::App& app, Choice& choice) {
  auto& serve_app = *app.add_subcommand("serve", "Serve the practice's pages over HTTP");
  auto& arguments = choice.arguments;
  serve_app.add_flag("--demo", arguments.is_demo, "An invented practice with two years of ratings");
  serve_app.add_option("--listen", arguments.listen, "Address and port [127.0.0.1:8480]")
      ->type_name("HOST:PORT");
  serve_app.add_option("--tls-cert", arguments.tls_cert, "Certificate with its chain, PEM: HTTPS")
      ->type_name("FILE");
  serve_app.add_option("--tls-key", arguments.tls_key, "Private key of the certificate, PEM")
      ->type_name("FILE");
  serve_app.add_option("--socket", arguments.socket, "Unix socket to listen on")->type_name("PATH");
  serve_app.add_option("--prefix", arguments.prefix, "Path that all pages lie under")
      ->type_name("/PATH");
  add_place(serve_app, choice);
  add_plugin(serve_app, choice);
  serve_app.callback([&] { choice.action = [&] { serve(choice.arguments); }; });
}

void add_user_commands(CLI::App& app, Choice& choice) {
  auto& user = *app.add_subcommand("user", "Logins of `holdfast serve`");
  user.require_subcommand(1);
  const auto named = [&](const char* command, const char* about) {
    auto* one = user.add_subcommand(command, about);
    one->add_option("NAME", choice.name, "Login name")->required();
    add_place(*one, choice);
    return one;
  };
  auto* add = named("add", "Add a login; the password is asked for");
  add->add_option("--person", choice.person, "The user's id in the practice system")->required();
  add->callback(
      [&] { choice.action = [&] { add_user(choice.arguments, choice.name, choice.person); }; });
  named("passwd", "Give a login another password")->callback([&] {
    choice.action = [&] { change_password(choice.arguments, choice.name); };
  });
  named("code", "Give a login a secret for one-time codes, in place of any before")->callback([&] {
    choice.action = [&] { give_code(choice.arguments, choice.name); };
  });
  named("no-code", "Take the one-time codes from a login, for a lost phone")->callback([&] {
    choice.action = [&] { take_code(choice.arguments, choice.name); };
  });
  named("remove", "Remove a login")->callback([&] {
    choice.action = [&] { remove_user(choice.arguments, choice.name); };
  });
  auto* list =
      user.add_subcommand("list", "Name the logins, their persons, and what they sign in with");
  add_place(*list, choice);
  list->callback([&] { choice.action = [&] { list_users(choice.arguments); }; });
}

// A command that runs the plugin's tool of that name.
CLI::App& add_tool(CLI::App& app, Choice& choice, const char* command, const char* tool,
                   const char* about) {
  auto& one = *app.add_subcommand(command, about);
  add_place(one, choice);
  add_plugin(one, choice);
  one.callback([&choice, tool] {
    choice.run.tool = tool;
    choice.action = [&choice] { run_tool(choice.arguments, choice.run); };
  });
  return one;
}

void add_input(CLI::App& command, Choice& choice, const char* about) {
  command
      .add_option_function<std::string>(
          "FILE", [&](const std::string& path) { choice.run.inputs.emplace_back("in", path); },
          about)
      ->required();
}

void add_file(CLI::App& command, Choice& choice, const char* option, const char* channel,
              const char* about) {
  const auto take = [&choice, channel](const std::string& path) {
    choice.run.inputs.emplace_back(channel, path);
  };
  command.add_option_function<std::string>(option, take, about)->type_name("FILE");
}

void add_output(CLI::App& command, Choice& choice, const char* option, const char* channel,
                const char* about) {
  const auto take = [&choice, channel](const std::string& path) {
    choice.run.outputs.emplace_back(channel, path);
  };
  command.add_option_function<std::string>(option, take, about)->type_name("FILE");
}

void add_switch(CLI::App& command, Choice& choice, const char* option, const char* member,
                const char* about) {
  command.add_flag_function(
      option, [&choice, member](std::int64_t) { choice.run.options[member] = true; }, about);
}

CLI::Option* add_word(CLI::App& command, Choice& choice, const char* option, const char* member,
                      const char* about) {
  return command.add_option_function<std::string>(
      option, [&choice, member](const std::string& word) { choice.run.options[member] = word; },
      about);
}

void add_instrument_id(CLI::App& command, Choice& choice) {
  add_word(command, choice, "--instrument", "instrument",
           "Instrument id, for example holdfast-session")
      ->type_name("ID")
      ->required();
}

// Results go to standard output unless another channel was asked for.
void print_channel(CLI::App& command, Choice& choice, const char* channel) {
  command.preparse_callback(
      [&choice, channel](std::size_t) { choice.run.outputs.emplace_back(channel, "-"); });
}

// What is not one of the tool's own formats is the name of an adapter that translates.
void check_adapter_name(const std::string& format, const char* expected) {
  if (format.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos)
    throw CLI::ValidationError("--format", std::string("expected ") + expected);
}

void add_instrument_commands(CLI::App& app, Choice& choice) {
  auto& instrument = *app.add_subcommand("instrument", "The forms that can be given");
  instrument.require_subcommand(1);
  auto& list =
      add_tool(instrument, choice, "list", "instrument-list", "Name the instruments there are");
  print_channel(list, choice, "out");
  auto& check = add_tool(instrument, choice, "check", "instrument-check",
                         "Check a definition; problems are told with line and column");
  add_input(check, choice, "Definition (JSON), - for standard input");
  print_channel(check, choice, "out");
  auto& exported = add_tool(instrument, choice, "export", "instrument-export",
                            "Write every form as an adapter publishes it, one a line");
  exported
      .add_option_function<std::string>(
          "--format",
          [&choice](const std::string& format) {
            check_adapter_name(format, "fhir");
            choice.run.translator = format == "json" ? "" : format;
            choice.run.payload = "questionnaire";
          },
          "An adapter that translates: fhir; json: the definitions themselves")
      ->required();
  add_word(exported, choice, "--instrument", "instrument", "One form alone: holdfast-session");
  add_word(exported, choice, "--language", "language", "The first of a form's languages: de");
  exported.add_flag_function(
      "--no-sliders", [&choice](std::int64_t) { choice.run.options["sliders"] = false; },
      "Numbers to type where a form runtime has no sliders");
  print_channel(exported, choice, "out");
}

void add_replay(CLI::App& app, Choice& choice) {
  auto& replay =
      add_tool(app, choice, "replay", "replay", "Run old ratings through the rules, as if live");
  add_instrument_id(replay, choice);
  add_input(replay, choice, "Ratings (CSV), - for standard input");
  add_output(replay, choice, "--alerts", "alerts",
             "Where findings go (CSV), - for standard output");
  add_output(replay, choice, "--trace", "trace", "Where every step's numbers go (CSV)");
  add_output(replay, choice, "--episodes", "episodes", "Where repairs go (CSV)");
  add_output(replay, choice, "--states", "states", "Where the end states go (CSV)");
  replay.add_option("--settings", choice.settings_file, "Other settings of the rules (JSON)")
      ->type_name("FILE");
  replay.add_flag_callback(
      "--summary", [&] { choice.run.outputs.emplace_back("summary", "-"); },
      "Print how many of what was found");
  add_switch(replay, choice, "--full", "full", "Numbers with all their digits");
  add_switch(replay, choice, "--keep-going", "keep_going", "Pass over lines that cannot be read");
  replay.callback([&] {
    choice.run.tool = "replay";
    choice.run.shows_progress = true;
    if (!choice.settings_file.empty())
      choice.run.inputs.emplace_back("settings", choice.settings_file);
    // Findings go to standard output unless a file takes them or something else goes there.
    const auto& outputs = choice.run.outputs;
    if (std::none_of(outputs.begin(), outputs.end(), [](const auto& output) {
          return output.first == "alerts" || output.second == "-";
        }))
      choice.run.outputs.emplace_back("alerts", "-");
    choice.action = [&] { run_tool(choice.arguments, choice.run); };
  });
}

void add_simulate(CLI::App& app, Choice& choice) {
  auto& simulate =
      add_tool(app, choice, "simulate", "simulate", "Count findings in simulated courses");
  const auto number = [&](const char* option, const char* member, const char* about) {
    simulate
        .add_option_function<std::int64_t>(
            option, [&choice, member](const std::int64_t& v) { choice.run.options[member] = v; },
            about)
        ->check(CLI::NonNegativeNumber);
  };
  add_word(simulate, choice, "--scenario", "scenario", "wai-like, srs-like or ceiling");
  add_word(simulate, choice, "--assumptions", "assumptions",
           "How openly tension is told: pessimistic, middle, optimistic");
  number("--clients", "clients", "How many simulated clients");
  number("--seed", "seed", "Same seed, same courses");
  print_channel(simulate, choice, "out");
}

// A copy is looked for years later, from another folder: its place is noted in full.
std::string whole_place(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

void add_private_output(CLI::App& command, Choice& choice, const char* option, const char* channel,
                        const char* about) {
  const auto take = [&choice, channel](const std::string& path) {
    choice.run.private_outputs.emplace_back(channel, path);
    choice.run.options["place"] = whole_place(path);
  };
  command.add_option_function<std::string>(option, take, about)->type_name("FILE")->required();
}

void add_backup_commands(CLI::App& app, Choice& choice) {
  auto& backup = add_tool(app, choice, "backup", "backup",
                          "Copy the store while it is in use; the copy is verified and encrypted");
  add_private_output(backup, choice, "FILE", "backup", "Where the copy goes; a new file");
  add_word(backup, choice, "--recipient", "recipient", "Public key to encrypt to: age1...");
  add_switch(backup, choice, "--plain", "plain", "Do not encrypt");
  print_channel(backup, choice, "out");

  auto& restore = add_tool(app, choice, "restore", "restore",
                           "Put a copy in the store's place; refused while the store is in use");
  add_input(restore, choice, "The copy, - for standard input");
  add_file(restore, choice, "--key", "key", "File with the key that reads the copy");
  add_file(restore, choice, "--ledger", "ledger",
           "Ledger of erasures that lay beside the store: STORE.erasures.jsonl");
  add_switch(restore, choice, "--check", "check", "Only check that the copy can be restored");
  print_channel(restore, choice, "out");
  restore.callback([&] {
    choice.run.tool = "restore";
    for (const auto& [channel, path] : choice.run.inputs)
      if (channel == "in" && path != "-") choice.run.options["place"] = whole_place(path);
    choice.run.makes_folder = true;
    choice.action = [&] { run_tool(choice.arguments, choice.run); };
  });

  auto& schema = add_tool(app, choice, "schema", "schema",
                          "Say which schema the store has; or take it back for an older version");
  schema
      .add_option_function<std::int64_t>(
          "--to", [&choice](const std::int64_t& number) { choice.run.options["to"] = number; },
          "Schema of the older version; the service is stopped")
      ->check(CLI::PositiveNumber);
  print_channel(schema, choice, "out");
  schema.callback([&choice] {
    choice.run.tool = "schema";
    choice.run.makes_folder = true;
    choice.action = [&choice] { run_tool(choice.arguments, choice.run); };
  });

  auto& key = add_tool(app, choice, "backup-key", "backup-key", "Make a key for backups");
  print_channel(key, choice, "out");
}

// Every channel of an export becomes a file of its own in one folder.
void name_export_files(Choice& choice, const std::string& folder) {
  const auto file = [&](const char* channel, const char* name) {
    choice.run.private_outputs.emplace_back(channel,
                                            (std::filesystem::path(folder) / name).string());
  };
  std::filesystem::create_directories(folder);
  if (choice.run.options.contains("client")) {
    file("document", "client.txt");
    file("json", "client.json");
    return;
  }
  file("ratings", "ratings.csv");
  file("scales", "scales.csv");
  file("answers", "answers.csv");
  file("check_ins", "check_ins.csv");
  file("dictionary", "dictionary.csv");
  file("spss", "read.sps");
  file("r", "read.R");
  if (choice.run.options.contains("research")) file("readme", "README.txt");
}

void add_life_of_data(CLI::App& app, Choice& choice) {
  add_backup_commands(app, choice);
  auto& exported = add_tool(app, choice, "export", "export",
                            "Write the practice's tables, a research set, or one client's file");
  exported.add_option("--to", choice.folder, "Folder for the files")->type_name("DIR")->required();
  add_word(exported, choice, "--client", "client", "One client's file: the id in the practice");
  add_switch(exported, choice, "--research", "research",
             "Pseudonymised, and only of clients who agreed");
  add_word(exported, choice, "--by", "by", "Person id of who asked for it, for the log");
  print_channel(exported, choice, "out");
  exported.callback([&] {
    choice.run.tool = "export";
    choice.action = [&] {
      name_export_files(choice, choice.folder);
      run_tool(choice.arguments, choice.run);
    };
  });

  auto& erase =
      add_tool(app, choice, "erase", "erase", "Erase a client's file, with a certificate");
  add_word(erase, choice, "--client", "client", "The client's id in the practice");
  add_word(erase, choice, "--reason", "reason", "Why");
  add_word(erase, choice, "--by", "by", "Person id of the records officer who asks");
  add_word(erase, choice, "--agreed-by", "agreed_by", "Person id of the one who agrees");
  add_output(erase, choice, "--certificate", "certificate", "Where the certificate goes (JSON)");
  print_channel(erase, choice, "out");
}

void choose_audit_format(Choice& choice, const std::string& format) {
  const bool is_own = format == "json" || format == "ndjson" || format == "csv";
  choice.run.options["format"] = is_own ? format : "ndjson";
  if (is_own) return;
  check_adapter_name(format, "json, ndjson, csv or fhir");
  choice.run.translator = format;
  choice.run.payload = "audit-line";
}

void add_audit_commands(CLI::App& app, Choice& choice) {
  auto& audit = *app.add_subcommand("audit", "The log of every look and change");
  audit.require_subcommand(1);
  auto& whole = add_tool(audit, choice, "verify", "audit-verify",
                         "Check the chain and the heads of it that were kept elsewhere");
  add_file(whole, choice, "--anchors", "anchors",
           "Further anchors: lines of the operators' log, - for standard input");
  print_channel(whole, choice, "out");
  auto& lines = add_tool(audit, choice, "export", "audit-export", "Write all lines");
  lines.add_option_function<std::string>(
      "--format", [&choice](const std::string& format) { choose_audit_format(choice, format); },
      "json, ndjson, csv, or an adapter that translates: fhir");
  add_word(lines, choice, "--by", "by", "Person id of who asked for it, for the log");
  print_channel(lines, choice, "out");
}

void add_offline_commands(CLI::App& app, Choice& choice) {
  auto& score = add_tool(app, choice, "score", "score", "Score one filled form");
  add_instrument_id(score, choice);
  add_input(score, choice, "Answers (JSON), - for standard input");
  print_channel(score, choice, "out");
  add_instrument_commands(app, choice);

  auto& imported = add_tool(app, choice, "import", "import", "Bring a practice's old ratings in");
  add_input(imported, choice, "Ratings (CSV) or filled forms (--format), - for standard input");
  imported.add_option_function<std::string>(
      "--format",
      [&choice](const std::string& format) {
        check_adapter_name(format, "csv or fhir");
        if (format == "csv") return;
        choice.run.reader = format;
        choice.run.options["of"] = "answers";
      },
      "csv, or an adapter that reads the forms of its standard: fhir");
  add_word(imported, choice, "--instrument", "instrument",
           "The form of a CSV file that has no such column: srs-3");
  add_switch(imported, choice, "--dry-run", "dry_run", "Check everything, store nothing");
  print_channel(imported, choice, "out");
  imported.callback([&] {
    choice.run.tool = "import";
    choice.run.shows_progress = true;
    choice.action = [&] { run_tool(choice.arguments, choice.run); };
  });
  add_replay(app, choice);
  add_simulate(app, choice);

  auto& wording = *app.add_subcommand("wording", "Licensed item texts");
  wording.require_subcommand(1);
  auto& install = add_tool(wording, choice, "install", "wording-install", "Install a wording pack");
  add_input(install, choice, "Wording pack (JSON), - for standard input");
  print_channel(install, choice, "out");

  auto& rebuild = add_tool(app, choice, "rebuild", "rebuild",
                           "Make alerts, repairs and states again from the facts");
  add_switch(rebuild, choice, "--verify", "verify", "Only compare; tell what differs");
  print_channel(rebuild, choice, "out");
  add_life_of_data(app, choice);
  add_audit_commands(app, choice);
  auto& verify = add_tool(app, choice, "verify", "verify", "Check the store and the audit chain");
  print_channel(verify, choice, "out");
}  // namespace

void add_config_commands(CLI::App& app, Choice& choice) {
  auto& config = *app.add_subcommand("config", "The configuration file and the environment");
  config.require_subcommand(1);
  auto& check = *config.add_subcommand(
      "check", "Read all settings as `serve` would; name file, line and reason of what is wrong");
  add_place(check, choice);
  add_plugin(check, choice);
  check.callback([&] { choice.action = [&] { std::cout << check_config(choice.arguments); }; });
}

// Ends as monitoring expects: 0 all is well, 1 something to look at, 2 something is broken, 3 it
// could not look.
void add_doctor(CLI::App& app, Choice& choice) {
  auto& doctor = *app.add_subcommand(
      "doctor", "Look at every part of this installation and say what to do about it");
  add_place(doctor, choice);
  add_plugin(doctor, choice);
  doctor.add_flag("--json", choice.wants_json, "As JSON");
  doctor.callback([&] {
    choice.action = [&] {
      const auto diagnosis = diagnose(choice.arguments);
      std::cout << (choice.wants_json ? diagnosis.as_json() : diagnosis.as_text());
      choice.code = static_cast<ExitCode>(diagnosis.worst());
    };
  });
}

void add_version(CLI::App& app, Choice& choice) {
  auto& version = *app.add_subcommand("version", "Versions of the program and of the plugin");
  add_plugin(version, choice);
  version.callback([&] { choice.action = [&] { std::cout << version_text(choice.arguments); }; });
}

ExitCode tell(ExitCode code, const std::string& sentence) {
  std::fprintf(stderr, "holdfast: %s\n", sentence.c_str());
  return code;
}

}  // namespace

ExitCode run_command_line(int argc, char** argv) {
  run_other_command(argc, argv);
  Choice choice;
  CLI::App app{"Alliance ratings for practice-management software: forms, dips, repair."};
  app.name("holdfast");
  app.require_subcommand(1);
  add_serve(app, choice);
  add_user_commands(app, choice);
  add_offline_commands(app, choice);
  add_config_commands(app, choice);
  add_doctor(app, choice);
  add_version(app, choice);
  try {
    app.parse(argc, argv);
    choice.action();
    return choice.code;
  } catch (const CLI::Success& wanted) {  // --help
    app.exit(wanted);
    return ExitCode::ok;
  } catch (const CLI::ParseError& error) {
    // To monitoring 2 is "critical": a check with a wrong option says nothing about the service.
    return tell(
        app.got_subcommand("doctor") ? static_cast<ExitCode>(Health::unknown) : ExitCode::usage,
        std::string(error.what()) + " (holdfast --help)");
  } catch (const Exit& exit) {
    return tell(exit.code(), exit.what());
  } catch (const std::exception& error) {
    return tell(ExitCode::environment, error.what());
  }
}

}  // namespace holdfast::host
