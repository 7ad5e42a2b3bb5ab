/** The whole job on sample repositories in a temporary folder. */
package io.hallmark.cli.demo;
