package com.cloudbees.jenkins.plugins.sshcredentials;

import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;

/** Signature of the ssh-credentials plugin's {@code SSHUser}. */
public interface SSHUser extends StandardUsernameCredentials {}
