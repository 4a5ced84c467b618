// SPDX-License-Identifier: MIT
#include "questionnaire.hpp"

#include "adapter_texts.hpp"
#include "score_expression.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

constexpr const char* item_control =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
constexpr const char* orientation =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-choiceOrientation";
constexpr const char* slider_step =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue";
constexpr const char* min_value = "http://hl7.org/fhir/StructureDefinition/minValue";
constexpr const char* max_value = "http://hl7.org/fhir/StructureDefinition/maxValue";
constexpr const char* translation = "http://hl7.org/fhir/StructureDefinition/translation";

Json extension(std::string_view url, const char* value_name, Json value) {
  Json one{{"url", url}};
  one[value_name] = std::move(value);
  return one;
}

Json control(std::string_view code) {
  return extension(item_control, "valueCodeableConcept",
                   concept_of(coding("http://hl7.org/fhir/questionnaire-item-control", code)));
}

Json plain_number(double value) { return number(value_text(value), "instrument"); }

double weight(const Item& item, double value) {
  return item.is_reversed ? item.min + item.max - value : value;
}

const ItemWords* words_of(const Form& form, const Item& item, const std::string& language) {
  const auto words = form.words.find(language);
  if (words == form.words.end()) return nullptr;
  const auto found = words->second.items.find(item.id);
  return found == words->second.items.end() ? nullptr : &found->second;
}

// What our own instruments call their areas; a definition names them in English. Empty: another's.
std::string area_in(const text::Language& say, const std::string& title) {
  if (title == "Goals") return say("Goals");
  if (title == "Tasks") return say("Tasks");
  if (title == "Bond") return say("Bond");
  if (title == "Belonging") return say("Belonging");
  return {};
}

class Writing {
 public:
  Writing(const Form& form, const Names& names, const QuestionnaireWish& wish)
      : form_(form), names_(names), wish_(wish), language_(language_of(form, wish.language)) {}

  Json questionnaire() const {
    Json one{{"resourceType", "Questionnaire"}, {"id", resource_id(form_.id)}};
    if (!language_.empty()) one["language"] = language_;
    one["url"] = names_.questionnaire(form_.id);
    one["version"] = form_.version;
    one["name"] = computer_name();
    put_text(one, "title", language_.empty() ? form_.title : form_.words.at(language_).title,
             [](const Words& words) { return words.title; });
    one["status"] = language_.empty() ? "draft" : "active";
    one["subjectType"] = {"Patient"};
    put_said(one, "description", [this](const text::Language& say) { return description(say); });
    if (!form_.holder.empty())
      one["copyright"] = form_.holder + (form_.terms.empty() ? "" : ". " + form_.terms + ".");
    one["item"] = items();
    return one;
  }

 private:
  std::string computer_name() const {
    std::string name;
    bool upper = true;
    for (const char c : form_.id) {
      if (c == '-' || c == '_') {
        upper = true;
        continue;
      }
      name += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      upper = false;
    }
    return name;
  }

  std::string description(const text::Language& say) const {
    auto text = form_.rater == "client"      ? say("Answered by the client.")
                : form_.rater == "therapist" ? say("Answered by the therapist.")
                                             : say("Answered by an observer.");
    if (form_.has_own_wording)
      text += " " + say("Own wording of Holdfast, not a validated measure.");
    else if (language_.empty())
      text += " " + say("The items' wording belongs to the licence holder and is not part of this "
                        "resource; it is a draft until a wording pack is installed.");
    return text;
  }

  // Puts a text and, beside it, the same in the form's other languages (FHIR's translation
  // extension on the element).
  template <class In>
  void put_text(Json& object, const char* member, const std::string& text, In in) const {
    put_languages(object, member, text,
                  [&](const std::string&, const Words& words) { return in(words); });
  }

  // What is ours to say, and in no wording of the form's.
  template <class Said>
  void put_said(Json& object, const char* member, Said said) const {
    const auto in = [&](const std::string& language) { return said(texts_.of(language)); };
    put_languages(object, member, in(language_), [&](const std::string& language, const Words&) {
      const bool is_spoken =
          texts_.has(language) || texts_.has(language.substr(0, language.find('-')));
      return is_spoken ? in(language) : std::string{};
    });
  }

  template <class In>
  void put_languages(Json& object, const char* member, const std::string& text, In in) const {
    object[member] = text;
    Json others = Json::array();
    for (const auto& [language, words] : form_.words) {
      const std::string other = in(language, words);
      if (language == language_ || other.empty()) continue;
      Json one{{"extension", Json::array({extension("lang", "valueCode", language),
                                          extension("content", "valueString", other)})}};
      one["url"] = translation;
      others.push_back(std::move(one));
    }
    if (!others.empty()) object[std::string("_") + member]["extension"] = std::move(others);
  }

  template <class Choose>
  void put_item_text(Json& object, const char* member, const Item& item, const std::string& text,
                     Choose choose) const {
    put_text(object, member, text, [&](const Words& words) {
      const auto found = words.items.find(item.id);
      return found == words.items.end() ? std::string{} : choose(found->second);
    });
  }

  Json items() const {
    Json all = Json::array();
    if (!language_.empty() && !form_.words.at(language_).introduction.empty()) {
      Json introduction{{"linkId", "introduction"}};
      put_text(introduction, "text", form_.words.at(language_).introduction,
               [](const Words& words) { return words.introduction; });
      introduction["type"] = "display";
      all.push_back(std::move(introduction));
    }
    int place = 0;
    for (const auto& item : form_.items) all.push_back(question(item, ++place));
    if (form_.is_totals_only && form_.total) all.push_back(total_only());
    if (auto computed = scores(); !computed["item"].empty()) all.push_back(std::move(computed));
    return all;
  }

  Json question(const Item& item, int place) const {
    Json one = Json::object();
    if (auto hints = extensions(item); !hints.empty()) one["extension"] = std::move(hints);
    one["linkId"] = item.id;
    const auto* words = words_of(form_, item, language_);
    put_item_text(one, "text", item,
                  words && !words->text.empty() ? words->text : "Item " + std::to_string(place),
                  [](const ItemWords& other) { return other.text; });
    one["type"] = item.is_text()    ? "text"
                  : !item.is_line() ? "choice"
                  : item.is_whole() ? "integer"
                                    : "decimal";
    if (!item.shown_if.empty()) put_condition(one, item);
    one["required"] = item.is_required;
    if (item.max_length) one["maxLength"] = *item.max_length;
    if (!item.is_text() && !item.is_line()) one["answerOption"] = options(item);
    if (item.is_line() && words && wish_.has_sliders) put_ends(one, item, *words);
    return one;
  }

  Json extensions(const Item& item) const {
    Json all = Json::array();
    if (item.is_text()) return all;
    if (!item.is_line()) {
      all.push_back(control("radio-button"));
      const bool is_row = item.kind == "scale" || item.kind == "faces";
      all.push_back(extension(orientation, "valueCode", is_row ? "horizontal" : "vertical"));
      return all;
    }
    if (wish_.has_sliders) {
      all.push_back(control("slider"));
      if (item.is_whole())
        all.push_back(extension(slider_step, "valueInteger", plain_number(item.step)));
    }
    const char* value = item.is_whole() ? "valueInteger" : "valueDecimal";
    all.push_back(extension(min_value, value, plain_number(item.min)));
    all.push_back(extension(max_value, value, plain_number(item.max)));
    return all;
  }

  // The words at both ends of a slider.
  void put_ends(Json& one, const Item& item, const ItemWords& words) const {
    const auto end = [&](const char* which, const std::string& text, auto choose) {
      if (text.empty()) return;
      Json child{{"extension", Json::array({control(which)})}, {"linkId", item.id + "." + which}};
      put_item_text(child, "text", item, text, choose);
      child["type"] = "display";
      one["item"].push_back(std::move(child));
    };
    end("lower", words.low, [](const ItemWords& other) { return other.low; });
    end("upper", words.high, [](const ItemWords& other) { return other.high; });
  }

  // Weights stand in both places that R4 allows: some runtimes read only the one, some only the
  // other, and neither says so when it finds none.
  Json options(const Item& item) const {
    Json all = Json::array();
    const auto add = [&](const std::string& value, const Json& weights) {
      Json code = Json::object();
      if (!weights.empty()) code["extension"] = weights;
      code.update(coding(answer_system(form_, names_, item), value));
      put_item_text(code, "display", item, option_text(form_, item, value, language_),
                    [&](const ItemWords& other) {
                      const auto found = other.options.find(value);
                      return found == other.options.end() ? std::string{} : found->second;
                    });
      Json one = Json::object();
      if (!weights.empty()) one["extension"] = weights;
      one["valueCoding"] = std::move(code);
      all.push_back(std::move(one));
    };
    for (const auto& word : item.values) add(word, Json::array());
    if (item.is_word()) return all;
    for (const auto value : item.steps())
      add(value_text(value), Json::array({extension(ordinal_value, "valueDecimal",
                                                    plain_number(weight(item, value)))}));
    return all;
  }

  void put_condition(Json& one, const Item& item) const {
    const auto* other = form_.find(item.shown_if);
    if (!other) return;
    Json all = Json::array();
    if (other->is_line()) {
      Json when{{"question", other->id}, {"operator", ">="}};
      when[other->is_whole() ? "answerInteger" : "answerDecimal"] = plain_number(item.shown_from);
      all.push_back(std::move(when));
    } else {  // a code has no order: every answer that shows it is named
      for (const auto value : other->steps())
        if (value >= item.shown_from)
          all.push_back(
              {{"question", other->id},
               {"operator", "="},
               {"answerCoding", coding(answer_system(form_, names_, *other), value_text(value))}});
    }
    one["enableWhen"] = all;
    if (all.size() > 1) one["enableBehavior"] = "any";
  }

  // Instruments of which only totals are known: the total is what is entered.
  Json total_only() const {
    Json one{{"extension",
              Json::array({extension(min_value, "valueDecimal", plain_number(form_.total->min)),
                           extension(max_value, "valueDecimal", plain_number(form_.total->max))})},
             {"linkId", "total"}};
    put_said(one, "text", [](const text::Language& say) { return say("Total"); });
    one["type"] = "decimal";
    one["required"] = true;
    return one;
  }

  Json scores() const {
    Json group{{"linkId", scores_link}};
    put_said(group, "text", [](const text::Language& say) { return say("Scores"); });
    group["type"] = "group";
    group["item"] = Json::array();
    const auto add = [&](const Rule& rule, auto title) {
      if (form_.is_totals_only) return;
      const Json expression{{"language", "text/fhirpath"},
                            {"expression", score_expression(form_, rule)}};
      Json one{{"extension",
                Json::array({extension(calculated_expression, "valueExpression", expression)})},
               {"linkId", score_link(rule)}};
      put_said(one, "text", title);
      one["type"] = "decimal";
      one["readOnly"] = true;
      group["item"].push_back(std::move(one));
    };
    for (const auto& rule : form_.subscales)
      add(rule, [&](const text::Language& say) {
        auto area = area_in(say, rule.title);
        return area.empty() ? rule.title : area;
      });
    if (form_.total) add(*form_.total, [](const text::Language& say) { return say("Total"); });
    return group;
  }

  const Form& form_;
  const Names& names_;
  const QuestionnaireWish& wish_;
  const text::Texts texts_ = adapter_texts();
  std::string language_;
};

}  // namespace

std::string language_of(const Form& form, const std::string& wished) {
  if (form.words.empty()) return {};
  if (form.words.contains(wished)) return wished;
  const auto base = wished.substr(0, wished.find('-'));
  if (form.words.contains(base)) return base;
  return form.words.contains("en") ? "en" : form.words.begin()->first;
}

std::string answer_system(const Form& form, const Names& names, const Item& item) {
  return names.code_system(resource_id(form.id) + "." + item.id);
}

std::string option_text(const Form& form, const Item& item, const std::string& value,
                        const std::string& language) {
  const auto* words = words_of(form, item, language_of(form, language));
  if (!words) return value;
  const auto found = words->options.find(value);
  const auto text = found == words->options.end() ? value : found->second;
  if (text != value || item.is_word()) return text;
  // A bare row of numbers says at its ends what it means.
  if (value == value_text(item.min) && !words->low.empty()) return value + " (" + words->low + ")";
  if (value == value_text(item.max) && !words->high.empty())
    return value + " (" + words->high + ")";
  return text;
}

std::string score_link(const Rule& rule) {
  return rule.id.empty() ? "score-total" : "score-" + rule.id;
}

Json questionnaire(const Form& form, const Names& names, const QuestionnaireWish& wish) {
  return Writing(form, names, wish).questionnaire();
}

}  // namespace holdfast::adapters::fhir::mapping
