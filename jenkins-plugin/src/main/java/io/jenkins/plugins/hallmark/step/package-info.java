/** The steps. Each is a task, which a Pipeline step and a freestyle build step call alike. */
package io.jenkins.plugins.hallmark.step;
