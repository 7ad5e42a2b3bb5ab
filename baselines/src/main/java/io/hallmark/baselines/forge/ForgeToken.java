package io.hallmark.baselines.forge;

import io.hallmark.baselines.BaselinesException;
import io.hallmark.baselines.publish.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The token that a forge asks for: of the environment variable {@value #VARIABLE}, or else the part {@code token} of the
 * credential {@code forge}. It is never an argument, which every user of the machine may read.
 */
public final class ForgeToken implements SecretStore {
    /** The environment variable. */
    public static final String VARIABLE = "HALLMARK_FORGE_TOKEN";

    private static final String ID = "forge";
    private static final String PART = "token";
    private static final int LONGEST = 8192;

    private final Optional<String> variable;
    private final SecretStore folder;

    /** @param variable the value of {@value #VARIABLE}; nothing but blanks counts as none */
    public ForgeToken(Optional<String> variable, SecretStore folder) {
        this.variable = variable.filter(value -> !value.isBlank());
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> read(String id, String part) {
        return variable.filter(value -> id.equals(ID) && part.equals(PART))
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .or(() -> folder.read(id, part));
    }

    @Override
    public String describe(String id, String part) {
        return "the environment variable " + VARIABLE + " or " + folder.describe(id, part);
    }

    /**
     * The token of a store, fit for a header.
     *
     * @throws BaselinesException when there is none, or what there is can't be one; it says where the token belongs
     */
    static String of(SecretStore secrets) {
        String token = new String(secrets.require(ID, PART), StandardCharsets.UTF_8).strip();
        if (token.isEmpty() || token.length() > LONGEST || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new BaselinesException("the token of the forge is none: " + secrets.describe(ID, PART)
                    + " must hold one line of ASCII without blanks");
        }
        return token;
    }
}
