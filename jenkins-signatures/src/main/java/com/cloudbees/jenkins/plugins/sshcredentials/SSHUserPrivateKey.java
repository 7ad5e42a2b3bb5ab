package com.cloudbees.jenkins.plugins.sshcredentials;

import hudson.util.Secret;
import java.util.List;

/** Signature of the ssh-credentials plugin's {@code SSHUserPrivateKey}. */
public interface SSHUserPrivateKey extends SSHUser {
    List<String> getPrivateKeys();

    Secret getPassphrase();
}
