package io.hallmark.puppetbridge.profile;

import io.hallmark.baselines.document.Fields;
import io.hallmark.baselines.document.YamlValue;
import io.hallmark.puppetbridge.node.NodeState;
import io.hallmark.puppetbridge.node.NodeType;
import io.hallmark.puppetbridge.node.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * GRUB asks for a password before anybody changes what is booted; booting as configured asks for none.
 *
 * @param user whom GRUB calls its superuser
 * @param secret name of the secret: what {@code grub-mkpasswd-pbkdf2} printed, {@code grub.pbkdf2.sha512.…}; never its value
 */
public record BootLoaderPassword(String user, String secret) implements Measure {
    static BootLoaderPassword read(YamlValue value) {
        Fields fields = Fields.of(value, "'boot-loader'", List.of("user", "password-secret"));
        String user = Form.USER.of(fields.required("user"));
        String secret = Form.SECRET.of(fields.required("password-secret"));
        fields.done();
        return new BootLoaderPassword(user, secret);
    }

    Object write() {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("user", user);
        entry.put("password-secret", secret);
        return entry;
    }

    @Override
    public String name() {
        return "boot loader password";
    }

    @Override
    public List<String> ruleNames() {
        return List.of("grub2_password", "grub2_uefi_password");
    }

    @Override
    public List<NodeState> states(NodeType node) {
        if (node.platform() == Platform.REDHAT) {
            return List.of(new NodeState.SecretFile(
                    "/boot/grub2/user.cfg", "0600", "GRUB2_PASSWORD=", secret, "\n", List.of()));
        }
        return List.of(
                new NodeState.SecretFile(
                        "/etc/grub.d/42_hallmark_password",
                        "0700",
                        "#!/bin/sh\nexec tail -n +3 \"$0\"\n# Written by Hallmark; changes are undone.\nset superusers=\""
                                + user + "\"\npassword_pbkdf2 " + user + " ",
                        secret,
                        "\n",
                        KernelParameter.UPDATE_GRUB),
                // Without this GRUB asks for the password at each boot, and a node that nobody sits at doesn't come up.
                new NodeState.Setting(
                        "/etc/grub.d/10_linux",
                        "CLASS",
                        "=",
                        "\"--class gnu-linux --class gnu --class os --unrestricted\"",
                        KernelParameter.UPDATE_GRUB));
    }
}
