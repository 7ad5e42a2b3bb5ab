package io.hallmark.verifierbridge.keylime.example;

import io.hallmark.baselines.document.AcceptedSet;
import io.hallmark.baselines.document.BaselineDocument;
import io.hallmark.measuredboot.artifact.Content;
import io.hallmark.measuredboot.chain.PredictedEvent;
import io.hallmark.measuredboot.chain.Provenance;
import io.hallmark.measuredboot.eventlog.EventLog;
import io.hallmark.measuredboot.eventlog.LogEvent;
import io.hallmark.verifierbridge.format.Enforced;
import io.hallmark.verifierbridge.keylime.example.ExampleState.Kernel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Baselines as reference states of the policy, for the chains that it can attest. */
public final class ExampleRenderer {
    private static final String INSTEAD =
            "run the policy 'hallmark' on the verifier (measured_boot_policy_name), which judges any chain, and set"
                    + " 'policy: hallmark'";

    private ExampleRenderer() {}

    /**
     * A reference state, or why there can be none.
     *
     * @param state empty when nodes could not be attested
     * @param words one line each
     */
    public record Rendered(Optional<ExampleState> state, List<String> words) {
        public Rendered {
            words = List.copyOf(words);
        }
    }

    /**
     * The reference state that accepts all sets of a baseline.
     *
     * @param reference logs of the baseline's hardware profile; what its firmware logs must be accepted as well
     */
    public static Rendered render(BaselineDocument baseline, List<EventLog> reference) {
        List<String> reasons = new ArrayList<>();
        List<ExampleState> states = new ArrayList<>();
        List<AcceptedSet> sets = baseline.accepted();
        for (int i = 0; i < sets.size(); i++) {
            String where = sets.size() == 1 ? "" : "set " + (i + 1) + ": ";
            List<PredictedEvent> events = sets.get(i).prediction().events();
            List<LogEvent> log = log(events);
            ExampleState state = withTemplates(new BootParts(log), events);
            Optional<String> reason = unsure(sets.get(i), log)
                    .or(() -> ExamplePolicy.judge(withAnyText(state, log), log).map(ExampleRenderer::words));
            reason.ifPresent(words -> reasons.add(where + words));
            states.add(state);
        }
        if (states.stream().map(ExampleState::secureBoot).distinct().count() > 1) {
            reasons.add("Secure Boot is on in one set and off in another, which one reference state can't accept");
        }
        if (reasons.isEmpty()) {
            ExampleState merged = merged(states);
            for (int i = 0; i < reference.size(); i++) {
                String where = "reference log " + (i + 1) + " of " + baseline.hardware() + ": ";
                ExamplePolicy.judgeFirmware(merged, reference.get(i))
                        .ifPresent(refusal -> reasons.add(where + words(refusal)));
            }
            if (reasons.isEmpty()) {
                return new Rendered(Optional.of(merged), List.of());
            }
        }
        reasons.add(INSTEAD);
        return new Rendered(Optional.empty(), reasons);
    }

    private static String words(Refusal refusal) {
        return "the policy 'example' of Keylime would refuse "
                + (refusal.event().isPresent() ? "event " + refusal.event().getAsInt() : "the boot") + ": "
                + refusal.words();
    }

    /** As the events would stand in the log. */
    private static List<LogEvent> log(List<PredictedEvent> events) {
        List<LogEvent> log = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            PredictedEvent event = events.get(i);
            Content data = LoggedVariable.isContentAlone(event)
                    ? LoggedVariable.logged(event.description(), event.data())
                    : event.data();
            log.add(new LogEvent(i + 1, -1, event.pcr(), event.type(), event.digests(), data));
        }
        return log;
    }

    /** A digest that the policy holds nodes to, and that is not sure: it can't leave out a PCR or an event. */
    private static Optional<String> unsure(AcceptedSet set, List<LogEvent> log) {
        BootParts parts = new BootParts(log);
        List<PredictedEvent> events = set.prediction().events();
        for (LogEvent event : parts.used()) {
            PredictedEvent predicted = events.get(event.number() - 1);
            if (predicted.variation().isPresent()) {
                return Optional.of("'" + predicted.description() + "' in PCR " + event.pcr() + " varies ("
                        + predicted.variation().get().reason() + "), and the policy 'example' can't leave it out");
            }
            Optional<String> notSure = notSure(predicted, set);
            if (notSure.isPresent()) {
                return notSure;
            }
        }
        for (LogEvent line : parts.commandLines()) {
            PredictedEvent predicted = events.get(line.number() - 1);
            if (!CommandLine.certain(LogRules.text(line))
                    || predicted.variation().filter(v -> v.template().isEmpty()).isPresent()
                    || predicted.provenance() instanceof Provenance.Assumed) {
                return Optional.of(
                        "the command line is not known for sure, or has quotes, backslashes or other characters"
                                + " that Keylime's parser changes");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> notSure(PredictedEvent event, AcceptedSet set) {
        if (event.provenance() instanceof Provenance.Assumed assumed) {
            return Optional.of("'" + event.description() + "' in PCR " + event.pcr() + " is an assumption ("
                    + assumed.reason() + "), and the policy 'example' can't leave it out");
        }
        return Enforced.unproven(set, event.pcr())
                .map(reason -> "PCR " + event.pcr() + " is not proven (" + reason
                        + "), and the policy 'example' can't leave it out");
    }

    /** With the expression of the command line's template, where it has one. */
    private static ExampleState withTemplates(BootParts parts, List<PredictedEvent> events) {
        ExampleState state = parts.state();
        Optional<String> template = parts.commandLines().stream()
                .findFirst()
                .flatMap(line -> events.get(line.number() - 1).variation())
                .flatMap(variation -> variation.template());
        return template.map(text -> withCommandLine(state, CommandLine.ofTemplate(text)))
                .orElse(state);
    }

    /** The predicted log has the template itself where nodes have their values. */
    private static ExampleState withAnyText(ExampleState state, List<LogEvent> log) {
        return new BootParts(log)
                .commandLines().stream()
                        .findFirst()
                        .map(line -> withCommandLine(
                                state,
                                CommandLine.expression(LogRules.text(line).substring(LogRules.COMMAND_LINE.length()))))
                        .orElse(state);
    }

    private static ExampleState withCommandLine(ExampleState state, String expression) {
        List<Kernel> kernels = state.kernels().stream()
                .map(k -> new Kernel(k.shim(), k.grub(), k.kernel(), k.initrd(), expression))
                .toList();
        return with(state, kernels);
    }

    private static ExampleState with(ExampleState state, List<Kernel> kernels) {
        return new ExampleState(
                state.secureBoot(),
                state.firmware(),
                state.pk(),
                state.kek(),
                state.db(),
                state.dbx(),
                state.vendorDb(),
                state.mokList(),
                state.mokListX(),
                kernels);
    }

    /** Allowed is what any set has; required is what all of them have. */
    private static ExampleState merged(List<ExampleState> states) {
        Set<ExampleState.SignatureEntry> required = new HashSet<>(states.get(0).dbx());
        states.forEach(state -> required.retainAll(state.dbx()));
        return new ExampleState(
                states.get(0).secureBoot(),
                any(states, ExampleState::firmware),
                Set.copyOf(any(states, state -> List.copyOf(state.pk()))),
                Set.copyOf(any(states, state -> List.copyOf(state.kek()))),
                Set.copyOf(any(states, state -> List.copyOf(state.db()))),
                required,
                Set.copyOf(any(states, state -> List.copyOf(state.vendorDb()))),
                any(states, ExampleState::mokList),
                any(states, ExampleState::mokListX),
                any(states, ExampleState::kernels));
    }

    private static <T> List<T> any(List<ExampleState> states, java.util.function.Function<ExampleState, List<T>> part) {
        return states.stream()
                .flatMap(state -> part.apply(state).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .stream()
                .toList();
    }
}
