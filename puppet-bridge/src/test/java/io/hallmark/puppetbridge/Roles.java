package io.hallmark.puppetbridge;

import io.hallmark.puppetbridge.profile.HardeningProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Profiles of two roles: nodes that boot images with a read-only root, and nodes that install packages. */
public final class Roles {
    public static final String COMPUTE = "compute";
    public static final String CONTROLLER = "controller";
    public static final List<String> ALL = List.of(COMPUTE, CONTROLLER);

    private Roles() {}

    public static String text(String role) {
        try (InputStream in = Roles.class.getResourceAsStream("roles/" + role + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static HardeningProfile of(String role) {
        return read(text(role));
    }

    public static HardeningProfile read(String text) {
        return HardeningProfile.read("role.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
