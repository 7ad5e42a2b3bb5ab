package io.hallmark.verifierbridge.keylime;

import io.hallmark.baselines.publish.ApprovedState;
import io.hallmark.baselines.publish.PlanItem;
import io.hallmark.baselines.publish.PlanItem.Action;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Policies of one kind on a verifier, kept as the approved state has them: made, changed, and removed when no longer
 * wanted, as far as their names are this target's own.
 *
 * @param <T> what a policy is sent as
 */
final class KeptPolicies<T> implements PolicyPart {
    private final String prefix;
    private final NamedPolicies<T> verifier;
    private final OwnNames names;
    private final Function<ApprovedState, Map<String, PolicyContent>> wanted;
    private final Function<String, T> sent;

    /**
     * @param wanted policies by name, in the order of the plan
     * @param sent how the text of a policy is sent
     */
    KeptPolicies(
            String prefix,
            NamedPolicies<T> verifier,
            OwnNames names,
            Function<ApprovedState, Map<String, PolicyContent>> wanted,
            Function<String, T> sent) {
        this.prefix = prefix;
        this.verifier = verifier;
        this.names = names;
        this.wanted = wanted;
        this.sent = sent;
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        Map<String, PolicyContent> policies = wanted.apply(state);
        List<String> held =
                verifier.names().stream().filter(names::owns).sorted().toList();
        List<PlanItem> plan = new ArrayList<>();
        policies.forEach((name, content) -> plan.add(item(name, content, held.contains(name))));
        for (String name : held) {
            if (!policies.containsKey(name)) {
                plan.add(new PlanItem(
                        prefix + name,
                        Action.REMOVE,
                        Optional.empty(),
                        List.of("the approved state has nothing for it any more")));
            }
        }
        return plan;
    }

    private PlanItem item(String name, PolicyContent content, boolean held) {
        if (content.text().isEmpty()) {
            return new PlanItem(prefix + name, Action.REFUSED, Optional.empty(), content.words());
        }
        Action action = Action.CREATE;
        if (held) {
            String wantedText = text(content.text().get());
            action = verifier.text(name).filter(wantedText::equals).isPresent() ? Action.KEEP : Action.UPDATE;
        }
        return new PlanItem(prefix + name, action, content.text(), content.words());
    }

    @Override
    public String apply(String name, PlanItem item) {
        if (item.action() == Action.REMOVE) {
            verifier.delete(name);
            return "removed";
        }
        verifier.put(name, sent.apply(text(item.content().orElseThrow())), item.action() == Action.UPDATE);
        return item.action() == Action.UPDATE ? "replaced" : "created";
    }

    @Override
    public Optional<byte[]> readBack(String name) {
        return verifier.text(name).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
