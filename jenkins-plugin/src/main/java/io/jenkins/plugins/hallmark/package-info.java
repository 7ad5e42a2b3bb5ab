/** Hallmark in Jenkins: steps, their configuration, and what people look at. */
package io.jenkins.plugins.hallmark;
