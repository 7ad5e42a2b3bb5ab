package io.hallmark.verifierbridge.keylime;

import io.hallmark.verifierbridge.keylime.client.Agents;
import io.hallmark.verifierbridge.keylime.client.Enrolment;
import io.hallmark.verifierbridge.keylime.client.NamedPolicies;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How agents were enrolled that are being enrolled anew, kept on the verifier until they are: whoever is killed in between
 * leaves a note that the next run goes on from. A verifier has no other place for texts, so they are measured-boot
 * policies that no agent uses; no prefix of settings begins like their names.
 */
final class EnrolmentNotes {
    private final NamedPolicies<String> policies;
    private final String prefix;

    EnrolmentNotes(NamedPolicies<String> policies, OwnNames names) {
        this.policies = policies;
        this.prefix = "HALLMARK-ENROLLING." + names.prefix() + ".";
    }

    /** The agents that there is a note of; names that end in no id are other people's. */
    NavigableSet<String> agents() {
        NavigableSet<String> agents = new TreeSet<>();
        policies.names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .filter(Agents::isId)
                .forEach(agents::add);
        return agents;
    }

    Optional<Enrolment> read(String agent) {
        return policies.text(prefix + agent).map(text -> Enrolment.read("the note of agent " + agent, text));
    }

    void write(String agent, Enrolment enrolment) {
        policies.put(prefix + agent, enrolment.text(), false);
    }

    void remove(String agent) {
        policies.delete(prefix + agent);
    }
}
