package io.hallmark.baselines.publish;

import io.hallmark.baselines.document.CanonicalJson;
import io.hallmark.measuredboot.digest.Bank;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a publication did, for programs. */
public final class JsonPublication {
    private JsonPublication() {}

    public static String render(Choice.Approved choice, List<TargetOutcome> outcomes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", "hallmark/publication/v1");
        document.put("commit", choice.state().commit());
        document.put("notes", choice.notes());
        document.put("targets", outcomes.stream().map(JsonPublication::json).toList());
        return CanonicalJson.write(document);
    }

    private static Map<String, Object> json(TargetOutcome outcome) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("target", outcome.target());
        entry.put("required", outcome.required());
        entry.put("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        entry.put("commit", outcome.commit());
        entry.put("words", outcome.words());
        if (outcome instanceof TargetOutcome.Planned planned) {
            entry.put(
                    "items", planned.plan().stream().map(JsonPublication::json).toList());
        } else if (outcome instanceof TargetOutcome.Refused refused) {
            entry.put(
                    "items",
                    Stream.of(
                                    refused.refused().stream().map(JsonPublication::json),
                                    refused.applied().stream().map(JsonPublication::json),
                                    refused.planned().stream().map(JsonPublication::json))
                            .flatMap(Function.identity())
                            .toList());
        } else if (outcome instanceof TargetOutcome.Published published) {
            entry.put(
                    "items",
                    published.items().stream().map(JsonPublication::json).toList());
        } else if (outcome instanceof TargetOutcome.Failed failed) {
            entry.put(
                    "items",
                    failed.applied().stream().map(JsonPublication::json).toList());
        }
        return entry;
    }

    private static Map<String, Object> json(PlanItem item) {
        return json(
                item.name(),
                item.action(),
                item.content().map(bytes -> Bank.SHA256.hash(bytes).hex()),
                item.words());
    }

    private static Map<String, Object> json(AppliedItem item) {
        return json(
                item.name(), item.action(), item.sha256(), item.reply().isEmpty() ? List.of() : List.of(item.reply()));
    }

    private static Map<String, Object> json(
            String name, PlanItem.Action action, Optional<String> sha256, List<String> words) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", name);
        entry.put("action", action.name().toLowerCase(Locale.ROOT));
        entry.put("sha256", sha256);
        entry.put("words", words);
        return entry;
    }
}
