package io.hallmark.baselines.publish;

import io.hallmark.baselines.BaselinesException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A target in memory that notes what is asked of it and misbehaves on demand. Its policies are a function of the commit. */
final class FakeTarget implements Target {
    final List<String> calls = new ArrayList<>();
    final Map<String, byte[]> held = new TreeMap<>();

    private final String name;
    private final List<String> policies;

    /** How many of the next calls fail because the other side does not answer. */
    int down;

    /** Applying this policy fails, once. */
    Optional<String> failsAt = Optional.empty();

    /** How many of the next answers to what it holds are wrong. */
    int lies;

    /** This policy can't be removed. */
    Optional<String> used = Optional.empty();

    Optional<String> refuses = Optional.empty();
    boolean separable;
    Optional<RuntimeException> defect = Optional.empty();
    Optional<String> reply = Optional.empty();
    Runnable whilePlanning = () -> {};
    Runnable whileSettling = () -> {};
    boolean settleFails;

    FakeTarget(String name, String... policies) {
        this.name = name;
        this.policies = List.of(policies);
    }

    static byte[] content(String policy, String commit) {
        return (policy + " of " + commit).getBytes(StandardCharsets.UTF_8);
    }

    ConfiguredTarget configured() {
        return configured(true);
    }

    ConfiguredTarget configured(boolean required) {
        return new ConfiguredTarget(name, "fake", required, 3, () -> this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<PlanItem> plan(ApprovedState state) {
        whilePlanning.run();
        called("plan");
        defect.ifPresent(d -> {
            throw d;
        });
        List<PlanItem> plan = new ArrayList<>();
        for (String policy : policies) {
            byte[] wanted = content(policy, state.commit());
            if (refuses.filter(policy::equals).isPresent()) {
                plan.add(new PlanItem(
                        policy, PlanItem.Action.REFUSED, Optional.empty(), List.of("the verifier can't read it")));
            } else {
                plan.add(new PlanItem(policy, action(policy, wanted), Optional.of(wanted), List.of()));
            }
        }
        held.keySet().stream()
                .filter(policy -> !policies.contains(policy))
                .forEach(policy ->
                        plan.add(new PlanItem(policy, PlanItem.Action.REMOVE, Optional.empty(), List.of("gone"))));
        return plan;
    }

    private PlanItem.Action action(String policy, byte[] wanted) {
        if (!held.containsKey(policy)) {
            return PlanItem.Action.CREATE;
        }
        return Arrays.equals(held.get(policy), wanted) ? PlanItem.Action.KEEP : PlanItem.Action.UPDATE;
    }

    @Override
    public boolean separable() {
        return separable;
    }

    @Override
    public String apply(PlanItem item) {
        called("apply " + item.name());
        if (failsAt.filter(item.name()::equals).isPresent()) {
            failsAt = Optional.empty();
            throw BaselinesException.remote("the connection broke", null);
        }
        if (used.filter(item.name()::equals).isPresent()) {
            throw BaselinesException.inUse("409 in use by node 1");
        }
        item.content().ifPresentOrElse(bytes -> held.put(item.name(), bytes), () -> held.remove(item.name()));
        return reply.orElse("200 for " + item.name());
    }

    @Override
    public Optional<byte[]> readBack(PlanItem item) {
        called("read " + item.name());
        if (lies > 0) {
            lies--;
            return Optional.of("something else".getBytes(StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(held.get(item.name()));
    }

    @Override
    public List<String> settle(ApprovedState state, List<PlanItem> plan) {
        whileSettling.run();
        called("settle");
        if (settleFails) {
            throw new BaselinesException("the probe was accepted, but it must fail");
        }
        return List.of("probed");
    }

    private void called(String what) {
        calls.add(what);
        if (down > 0) {
            down--;
            throw BaselinesException.remote(name + " does not answer", null);
        }
    }

    long applied() {
        return calls.stream().filter(call -> call.startsWith("apply")).count();
    }
}
