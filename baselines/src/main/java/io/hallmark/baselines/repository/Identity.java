package io.hallmark.baselines.repository;

import io.hallmark.baselines.BaselinesException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.util.SystemReader;

/** Who a commit is by. */
public record Identity(String name, String email) {

    /** Used when nobody says otherwise; the address can't receive mail. */
    public static final Identity HALLMARK = new Identity("Hallmark", "hallmark@invalid");

    /** @throws BaselinesException when a part is empty or would not survive in a commit */
    public Identity {
        if (!isPlain(name) || !isPlain(email)) {
            throw new BaselinesException("'" + name + " <" + email
                    + ">' can't be the author of a commit: give a name and an e-mail address without '<', '>' and line"
                    + " breaks");
        }
    }

    /**
     * Reads {@code Name <email>}.
     *
     * @throws BaselinesException when it has another form
     */
    public static Identity parse(String text) {
        int open = text.lastIndexOf('<');
        if (open < 1 || !text.endsWith(">")) {
            throw new BaselinesException("the author '" + text + "' must have the form: Name <email>");
        }
        return new Identity(text.substring(0, open).strip(), text.substring(open + 1, text.length() - 1));
    }

    /** {@code user.name} and {@code user.email} of the user's Git configuration, when both are set. */
    public static Optional<Identity> ofGitConfig() {
        try {
            StoredConfig config = SystemReader.getInstance().getUserConfig();
            String name = config.getString("user", null, "name");
            String email = config.getString("user", null, "email");
            return name == null || email == null ? Optional.empty() : Optional.of(new Identity(name, email));
        } catch (IOException | ConfigInvalidException e) {
            throw new BaselinesException("the user's Git configuration can't be read: " + e.getMessage(), e);
        }
    }

    PersonIdent at(Instant time) {
        return new PersonIdent(name, email, time, ZoneOffset.UTC);
    }

    private static boolean isPlain(String text) {
        return !text.isBlank()
                && text.strip().equals(text)
                && text.chars().noneMatch(c -> c == '<' || c == '>' || Character.isISOControl(c));
    }
}
