/**
 * What administrators configure: baselines repositories, with the credentials that go with them, in the forms that Git, forges
 * and targets take. Credentials stay on the controller.
 */
package io.jenkins.plugins.hallmark.config;
