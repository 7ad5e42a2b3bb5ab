package io.hallmark.verifierbridge.keylime.client;

import io.hallmark.baselines.BaselinesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The nodes that a verifier attests. */
public final class Agents {
    /** Agents have UUIDs by default, but may be called otherwise (Keylime, {@code validators.valid_agent_id}). */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

    private static final int MOST = 200_000;

    /** A verifier tells all of so many in some 20 MB, which is less than an answer may have. */
    private static final int MOST_AT_ONCE = 20_000;

    private final KeylimeServer verifier;

    public Agents(KeylimeServer verifier) {
        this.verifier = verifier;
    }

    /** All of them; each id comes in a list of its own. */
    public List<String> ids() {
        Reply reply = verifier.call("GET", "agents/").orFail();
        List<String> ids = new ArrayList<>();
        if (reply.results().get("uuids") instanceof List<?> entries && entries.size() <= MOST) {
            for (Object entry : entries) {
                Object id = entry instanceof List<?> wrapped && wrapped.size() == 1 ? wrapped.get(0) : entry;
                if (id instanceof String text && isId(text)) {
                    ids.add(text);
                }
            }
            return ids;
        }
        throw BaselinesException.remote(reply.what() + ": the answer has no list 'uuids'", null);
    }

    /** What the verifier says of an agent; empty when it is not enrolled. */
    public Optional<AgentState> state(String id) {
        Reply reply = verifier.call("GET", "agents/" + checked(id));
        return reply.status() == 404
                ? Optional.empty()
                : Optional.of(AgentState.of(id, reply.orFail().results()));
    }

    /**
     * What the verifier says of all agents that are wanted, by their ids, in two requests unless it has very many; those
     * that go while it is asked are left out.
     */
    public SortedMap<String, AgentState> states(Predicate<String> wanted) {
        List<String> ids = ids();
        SortedMap<String, AgentState> states = new TreeMap<>();
        if (ids.size() > MOST_AT_ONCE) {
            ids.stream().filter(wanted).forEach(id -> state(id).ifPresent(state -> states.put(id, state)));
            return states;
        }
        if (ids.stream().noneMatch(wanted)) {
            return states;
        }
        Map<String, Object> results =
                verifier.call("GET", "agents/?bulk=True").orFail().results();
        for (String id : ids) {
            if (wanted.test(id)) {
                Reply.object(results, id).ifPresent(agent -> states.put(id, AgentState.of(id, agent)));
            }
        }
        return states;
    }

    /** Lets the verifier attest an agent again that it has given up. */
    public void reactivate(String id) {
        verifier.call("PUT", "agents/" + checked(id) + "/reactivate").orFail();
    }

    /**
     * Takes an agent off the verifier.
     *
     * @return whether it is gone already, or will be once its attestation has ended
     */
    public boolean delete(String id) {
        Reply reply = verifier.call("DELETE", "agents/" + checked(id));
        if (reply.status() == 404) {
            return true;
        }
        return reply.orFail().status() != 202;
    }

    /** Enrols an agent, with its keys as the registrar has them and everything else as it was. */
    public void enrol(String id, Enrolment enrolment, RegisteredAgent keys, Enrolment.Policies policies) {
        Reply reply = verifier.call("POST", "agents/" + checked(id), enrolment.body(keys, policies));
        if (reply.status() == 409) {
            throw BaselinesException.remote(
                    reply.what() + ": " + reply.words() + "; somebody else has enrolled it meanwhile", null);
        }
        reply.orFail();
    }

    /** Whether agents can have such an id; what else stands in its place is somebody's mistake. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static String checked(String id) {
        if (!isId(id)) {
            throw new BaselinesException("'" + Failures.words(id) + "' is no id of an agent");
        }
        return id;
    }
}
