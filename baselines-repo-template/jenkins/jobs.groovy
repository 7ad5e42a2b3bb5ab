multibranchPipelineJob('compute-image') {
  branchSources {
    git {
      id('compute-image')
      remote('https://git.example.org/compute-image.git')
      credentialsId('image-git')
    }
  }
}

multibranchPipelineJob('compute-baselines') {
  branchSources {
    git {
      id('compute-baselines')
      remote('https://git.example.org/compute-baselines.git')
      credentialsId('baselines-git')
    }
  }
}

pipelineJob('compute-drift') {
  triggers {
    cron('H 5 * * *')
  }
  definition {
    cps {
      sandbox(true)
      script('''
        node('linux') {
          // Puts the event log of each node into logs/<node>/binary_bios_measurements.
          sh './fetch-event-logs logs'
          hallmarkDrift(baselines: 'compute-baselines', logs: 'logs/**', onDrift: 'failure', onDifference: 'unstable')
        }
      '''.stripIndent())
    }
  }
}
