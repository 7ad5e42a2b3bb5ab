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

    /** The controller's text without one of its sysctls and without one of its kernel parameters. */
    public static String controllerWithLess() {
        return text(CONTROLLER)
                .replace("  net.ipv4.ip_forward: \"0\"\n", "")
                .replace("[audit=1, slub_debug=FZP]", "[audit=1]");
    }

    /** What a node has of the controller's profile that it must not have with less in it. */
    public static final List<String> LEFT_OVER = List.of(
            "/etc/sysctl.d/90-hallmark-net.ipv4.ip_forward.conf", "/etc/default/grub.d/90-hallmark-slub_debug_FZP.cfg");

    public static HardeningProfile of(String role) {
        return read(text(role));
    }

    public static HardeningProfile read(String text) {
        return HardeningProfile.read("role.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
