/** The pages as HTML, rendered by Apache Commons Jelly with small stand-ins for the tags of Jenkins. */
package io.jenkins.plugins.hallmark.render;
