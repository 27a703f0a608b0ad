import { describe, expect, test } from '@jest/globals'
import { targetFlaw } from '../../src/outbound/targets.ts'

/** Whether notifications are refused to the host of an address, as its URL writes it. */
const isRefused = (host: string): boolean =>
  targetFlaw(new URL(`http://${host}/`).hostname) !== undefined

describe('no notification goes to a cloud machine’s metadata', () => {
  test.each([
    ['most clouds', '169.254.169.254'],
    ['… in decimal', '2852039166'],
    ['… in hexadecimal', '0xa9fea9fe'],
    ['… in octal', '0251.0376.0251.0376'],
    ['… in two parts', '169.16689662'],
    ['… in circled digits', '①⑥⑨.②⑤④.①⑥⑨.②⑤④'],
    ['… mapped', '[::ffff:169.254.169.254]'],
    ['… mapped, in hexadecimal', '[::ffff:a9fe:a9fe]'],
    ['… compatible', '[::169.254.169.254]'],
    ['… translated', '[::ffff:0:169.254.169.254]'],
    ['… by NAT64', '[64:ff9b::169.254.169.254]'],
    ['… by NAT64 for local use, /96', '[64:ff9b:1::a9fe:a9fe]'],
    ['… by NAT64 for local use, /48', '[64:ff9b:1:a9fe:a9:fe00::]'],
    ['… by NAT64 for local use, /56', '[64:ff9b:1:a9:fe:a9fe::]'],
    ['… by NAT64 for local use, /64', '[64:ff9b:1:0:a9:fea9:fe00:0]'],
    ['… by 6to4', '[2002:a9fe:a9fe::1]'],
    ['… by Teredo, the client', '[2001:0:102:304::5601:5601]'],
    ['… by Teredo, the server', '[2001:0:a9fe:a9fe::1]'],
    ['… by ISATAP', '[2001:db8::5efe:169.254.169.254]'],
    ['… by ISATAP, unique', '[2001:db8::200:5efe:169.254.169.254]'],
    ['Amazon ECS', '169.254.170.2'],
    ['Amazon EC2 by IPv6', '[fd00:ec2::254]'],
    ['Amazon EKS by IPv6', '[fd00:ec2::23]'],
    ['Google by IPv6', '[fd20:ce::254]'],
    ['Azure’s WireServer', '168.63.129.16'],
    ['Azure’s WireServer, mapped', '[::ffff:168.63.129.16]'],
    ['Oracle', '192.0.0.192'],
    ['Alibaba', '100.100.100.200'],
    ['Alibaba by 6to4', '[2002:6464:64c8::]'],
    ['Oracle by IPv6', '[fd00:c1::a9fe:a9fe]'],
    ['Linode by IPv6', '[fd00:a9fe:a9fe::1]'],
    ['Alibaba by IPv6', '[fd00:100::100:200]'],
    ['Scaleway', '169.254.42.42'],
    ['Scaleway by IPv6', '[fd00:42::42]'],
    ['OpenStack by IPv6', '[fe80::a9fe:a9fe]'],
  ])('%s: %s', (_, host) => {
    expect(isRefused(host)).toBe(true)
  })
})

test.each([
  '127.0.0.1',
  '[::1]',
  '[::]',
  '0.0.0.0',
  '10.0.0.1',
  '172.17.0.1',
  '192.168.1.20',
  '[::ffff:192.168.1.20]',
  '[fd00::1]',
  '[64:ff9b::c0a8:114]',
  '[2001:db8::1]',
  '100.100.100.201',
  '168.63.129.17',
])('%s is an address like any other: a sandbox is for machines nearby', (host) => {
  expect(isRefused(host)).toBe(false)
})
