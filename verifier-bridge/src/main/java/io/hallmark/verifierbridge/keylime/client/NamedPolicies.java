package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The policies of one kind that a verifier keeps by name.
 *
 * <p>Keylime stores any text without looking at it, and under names that it doesn't decode; so names are checked here,
 * and who stores something reads it back.
 *
 * @param <T> what a policy is sent as
 */
public final class NamedPolicies<T> {
    /** Names that come back as they were sent. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    private static final String USERS = "; agents use the policy: enrol them with another one first";

    private final KeylimeServer verifier;
    private final String route;
    private final String listMember;
    private final String textMember;
    private final Function<T, Map<String, Object>> body;

    private NamedPolicies(
            KeylimeServer verifier,
            String route,
            String listMember,
            String textMember,
            Function<T, Map<String, Object>> body) {
        this.verifier = verifier;
        this.route = route;
        this.listMember = listMember;
        this.textMember = textMember;
        this.body = body;
    }

    /** Measured-boot policies: a text of JSON that the verifier's policy module reads. */
    public static NamedPolicies<String> measuredBoot(KeylimeServer verifier) {
        return new NamedPolicies<>(
                verifier, "mbpolicies/", "mbpolicy names", "mb_policy", text -> Map.of("mb_policy", text));
    }

    /** Runtime policies, for IMA. */
    public static NamedPolicies<SignedPolicy> runtime(KeylimeServer verifier) {
        return new NamedPolicies<>(
                verifier, "allowlists/", "runtimepolicy names", "runtime_policy", SignedPolicy::json);
    }

    /** All names, those of other people among them, and the ids of agents that have a policy of their own. */
    public List<String> names() {
        Reply reply = verifier.call("GET", route).orFail();
        if (reply.results().get(listMember) instanceof List<?> names) {
            return names.stream().map(Object::toString).toList();
        }
        throw BaselinesException.remote(reply.what() + ": the answer has no list '" + listMember + "'", null);
    }

    /** The text of a policy, as it was stored; empty when there is none of that name. */
    public Optional<String> text(String name) {
        return held(name).text();
    }

    /**
     * What a verifier held at a time.
     *
     * @param text of a policy; empty when there was none
     * @param asked by the verifier's clock, to the second; empty when it does not say
     */
    public record Held(Optional<String> text, Optional<Instant> asked) {}

    /** The text of a policy, and when the verifier told it. */
    public Held held(String name) {
        Reply reply = verifier.call("GET", route + checked(name));
        if (reply.status() == 404) {
            return new Held(Optional.empty(), reply.date());
        }
        // A policy can be there without a text; then it is to be replaced like one with a wrong text.
        String text = Reply.text(reply.orFail().results(), textMember).orElse("");
        return new Held(Optional.of(text), reply.date());
    }

    /** Stores a policy, whether there is one of that name or not, and whoever does the same at this time. */
    public void put(String name, T policy, boolean exists) {
        Map<String, Object> content = body.apply(policy);
        Reply reply = verifier.call(exists ? "PUT" : "POST", route + checked(name), content);
        // A policy that has appeared meanwhile; and one that is gone, which is 409 or 404 by kind.
        if (reply.status() == 409 || exists && reply.status() == 404) {
            reply = verifier.call(exists ? "POST" : "PUT", route + checked(name), content);
        }
        reply.orFail();
    }

    /**
     * Removes a policy; one that is not there is as good as removed.
     *
     * @throws BaselinesException that is {@code inUse()} when agents use it
     */
    public void delete(String name) {
        Reply reply = verifier.call("DELETE", route + checked(name));
        if (reply.status() == 409) {
            throw BaselinesException.inUse(reply.what() + ": " + reply.words() + USERS);
        }
        // One agent gives 409 and a reason; several give 500 and nothing (Keylime 7.14). So does a defect, but a
        // verifier
        // that then tells the policy is well.
        if (reply.status() == 500) {
            if (text(name).isPresent()) {
                throw BaselinesException.inUse(reply.what() + ": " + reply.words()
                        + ", as Keylime answers when several agents use it" + USERS);
            }
            return;
        }
        if (reply.status() != 404) {
            reply.orFail();
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BaselinesException("'" + Failures.words(name) + "' can't be the name of a policy in Keylime: use"
                    + " letters, digits, '.', '_' and '-', at most 255");
        }
        return name;
    }
}
