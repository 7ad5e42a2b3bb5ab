/** What administrators configure: baselines repositories, with the credentials that go with them. */
package io.jenkins.plugins.hallmark.config;
