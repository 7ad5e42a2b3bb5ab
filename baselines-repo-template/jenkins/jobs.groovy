// Whoever can push a branch writes the script that a multibranch job runs for it. What may propose and publish therefore takes its
// script from one reviewed branch, and lies in a folder: keep Hallmark's credentials in that folder, and no other job can use them.
folder('baselines') {
  description('Jobs that may use the credentials of Hallmark, which are kept here')
}

pipelineJob('baselines/compute-image') {
  triggers {
    scm('H/5 * * * *')
  }
  definition {
    cpsScm {
      scm {
        git {
          remote {
            url('https://git.example.org/compute-image.git')
            credentials('image-git')
          }
          branch('main')
        }
      }
      scriptPath('Jenkinsfile')
      lightweight(true)
    }
  }
}

pipelineJob('baselines/compute-baselines') {
  triggers {
    scm('H/5 * * * *')
  }
  definition {
    cpsScm {
      scm {
        git {
          remote {
            url('https://git.example.org/compute-baselines.git')
            credentials('baselines-git')
          }
          branch('main')
        }
      }
      scriptPath('jenkins/Jenkinsfile.baselines')
      lightweight(true)
    }
  }
}

// Checks each proposal, and nothing else: outside of the folder its branches find no credential of a target.
multibranchPipelineJob('compute-baselines-check') {
  branchSources {
    git {
      id('compute-baselines-check')
      remote('https://git.example.org/compute-baselines.git')
      credentialsId('baselines-read')
    }
  }
  factory {
    workflowBranchProjectFactory {
      scriptPath('Jenkinsfile')
    }
  }
}

pipelineJob('baselines/compute-drift') {
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
