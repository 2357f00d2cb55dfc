import type { noticeCommandWordsEn } from './notice-command-words-en.ts';

/** Simplified Chinese for the notices as the command line prints them. */
export const noticeCommandWordsZhCn: Readonly<Record<keyof typeof noticeCommandWordsEn, string>> = {
  'notice.vaultSetAside': '保存登录和密钥的文件已损坏，已另存为 {file}。{lost}',
  'notice.vaultRestored': 'Rota 启动时找不到 {file}，已改用它的备份副本。{lost}',
  'notice.vaultGone':
    'Rota 启动时找不到 {file} 及其备份副本，已新建一个空的保险库。{lost}如果你有该文件的备份，请停止 Rota，把它放回原处，再重新启动；否则请重新登录，并重新接入 Claude Code，因为客户端密钥已换新。',
  'notice.lost': '丢失登录或密钥的账号：{count} 个。',
  'notice.lostNothing': '没有账号丢失任何内容。',
  'notice.lostUnknown': '丢失登录或密钥的账号会在下面注明。',
  'notice.signInsUnsaved':
    '部分账号（{count} 个）续期后的登录未能写入磁盘，只在内存中。请在停止 Rota 之前腾出磁盘空间。',
  'notice.settingsRefused': '修改后的设置文件有错误，仍使用上一份正确的设置。{problem}',
  'notice.offline': '这台电脑无法连接 {host}；与账号无关。',
  'notice.historySetAside': '用量历史无法使用，已另存为 {file}，并新建了一份。',
  'notice.historyGone': '用量历史无法使用，已新建一份。',
  'notice.historyUnavailable': '无法写入用量历史（{code}）；请求照常进行。',
  'notice.restartNeeded': '更改后的地址在下次启动时生效。',
  'notice.blocked': '{host} 因防火墙、地区或政策拒绝了一个请求；与账号无关。',
};
