/** Credentials of Jenkins in the forms that Git, forges and targets take. They stay on the controller. */
package io.jenkins.plugins.hallmark.config;
