import { describe, expect, it } from '@jest/globals';
import { cgroupQuota } from '../../src/threads/cgroupQuota.js';

const V1 = '12:memory:/pod/box\n4:cpu,cpuacct:/pod/box\n1:name=systemd:/pod/box\n';

const cases: [string, Record<string, string>, number][] = [
  ['version 2', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '150000 100000\n' }, 1.5],
  [
    'version 2, the group itself',
    {
      '/proc/self/cgroup': '0::/user.slice/job\n',
      '/sys/fs/cgroup/user.slice/job/cpu.max': '200000 100000\n',
    },
    2,
  ],
  [
    'version 2, the least of the groups above',
    {
      '/proc/self/cgroup': '0::/a/b/c\n',
      '/sys/fs/cgroup/cpu.max': '800000 100000\n',
      '/sys/fs/cgroup/a/cpu.max': '300000 100000\n',
      '/sys/fs/cgroup/a/b/cpu.max': 'max 100000\n',
      '/sys/fs/cgroup/a/b/c/cpu.max': '400000 100000\n',
    },
    3,
  ],
  [
    'version 2, a path with a colon',
    { '/proc/self/cgroup': '0::/a:b\n', '/sys/fs/cgroup/a:b/cpu.max': '1 2' },
    0.5,
  ],
  [
    'version 2, no limit',
    { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' },
    Number.POSITIVE_INFINITY,
  ],
  [
    'version 2, the path of the host',
    { '/proc/self/cgroup': '0::/docker/5f3e\n', '/sys/fs/cgroup/cpu.max': '100000 100000\n' },
    1,
  ],
  [
    'version 1',
    {
      '/proc/self/cgroup': V1,
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpu/pod/box/cpu.cfs_quota_us': '250000\n',
      '/sys/fs/cgroup/cpu/pod/box/cpu.cfs_period_us': '100000\n',
    },
    2.5,
  ],
  [
    'version 1, mounted under the names of its controllers',
    {
      '/proc/self/cgroup': V1,
      '/sys/fs/cgroup/cpu,cpuacct/pod/cpu.cfs_quota_us': '50000\n',
      '/sys/fs/cgroup/cpu,cpuacct/pod/cpu.cfs_period_us': '100000\n',
    },
    0.5,
  ],
  [
    'version 1, no limit',
    {
      '/proc/self/cgroup': V1,
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    },
    Number.POSITIVE_INFINITY,
  ],
  [
    'both, with the processors under version 1',
    {
      '/proc/self/cgroup': `${V1}0::/pod/box\n`,
      '/sys/fs/cgroup/cpu/pod/cpu.cfs_quota_us': '300000\n',
      '/sys/fs/cgroup/cpu/pod/cpu.cfs_period_us': '100000\n',
    },
    3,
  ],
  [
    'files that are empty',
    { '/proc/self/cgroup': '', '/sys/fs/cgroup/cpu.max': '' },
    Number.POSITIVE_INFINITY,
  ],
  ['no such files', {}, Number.POSITIVE_INFINITY],
  ['a group without a list of groups', { '/sys/fs/cgroup/cpu.max': '200000 100000\n' }, 2],
];

describe("the cgroup's quota", () => {
  it.each(cases)('%s', (_, files, processors) => {
    expect(cgroupQuota((path) => files[path])).toBe(processors);
  });
});
