import type { startWordsEn } from './start-words-en.ts';

/** Simplified Chinese for what keeps Rota from starting. */
export const startWordsZhCn: Readonly<Record<keyof typeof startWordsEn, string>> = {
  'io.ENOSPC': '磁盘已满',
  'io.EDQUOT': '磁盘配额已用完',
  'io.EROFS': '文件系统是只读的',
  'io.EACCES': '当前用户无权访问',
  'io.EPERM': '系统不允许这样做',
  'io.EIO': '磁盘报告了错误',
  'io.ENOTDIR': '路径中有一部分不是文件夹',
  'io.EISDIR': '它是一个文件夹',
  'io.ENOENT': '路径中有文件夹不存在',
  'io.EEXIST': '该位置已有其他内容',
  'io.EMFILE': '打开的文件太多',
  'io.ENFILE': '这台机器上打开的文件太多',
  'io.EBUSY': '另一个程序正在占用',
  'io.known': '{words}（{code}）',
  'io.code': '系统错误 {code}',
  'io.unexpected': '发生意外错误',

  'file.notWritten': '无法写入 {path}：{reason}。',
  'file.notDurable': '{path} 已写入，但未能落盘：{reason}。',
  'file.notCreated': '无法创建 {path}：{reason}。',
  'file.notRead': '无法读取 {path}：{reason}。',
  'file.notRegular': '{path} 不是普通文件。',
  'file.notSetAside': '无法将 {path} 移到一旁：{reason}。',
  'file.tooLarge': '{path} 超过了 {max} 字节。',
  'folder.unusable': '无法使用文件夹 {path}：{reason}。',

  'lock.notTaken': '无法锁定 {path}（SQLite 代码 {code}）；该文件必须为空，并且所在的文件系统必须支持锁。',
  'lock.notWritable': '无法以写入方式打开 {path}；数据文件夹及其中的文件必须可由当前用户写入。',
  'owner.known':
    '数据文件夹 {folder} 正在使用中：进程 {pid}（自 {since} 起运行）占用着它，同一时间只能有一个。',
  'owner.unknown': '数据文件夹 {folder} 正在使用中：另一个 Rota 进程占用着它，同一时间只能有一个。',

  'port.inUse': '{host} 上的端口 {port} 已被其他程序占用。',
  'port.inUseBy': '{host} 上的端口 {port} 已被 {owner} 占用。请用 --port 选择另一个端口。',
  'port.forbidden': '当前用户不能打开端口 {port}；请选择大于 1023 的端口。',
  'port.noAddress': '这台机器没有地址 {host}。',
  'port.notOpened': '无法打开 {host} 上的端口 {port}（{code}）。',
  'host.notAllowed':
    '只有当 server.allowed_hosts 以“{host}:PORT”的形式列出 {host} 时，Rota 才会在该地址上监听：否则其他机器可能会连接进来。',

  'keyStore.unknown': 'ROTA_KEY_STORE 必须是 keychain、file 或 env。',
  'keyStore.keychain': '系统钥匙串',
  'keyStore.file': '数据文件夹中的密钥文件',
  'keyStore.env': 'ROTA_MASTER_KEY',
  'keyStore.changed':
    '{folder} 的主密钥自首次启动起保存在{recorded}，而 ROTA_KEY_STORE 要求的是{requested}。要继续使用，请不带 ROTA_KEY_STORE 启动；或者停止 Rota，用 `rota move-key {choice}` 移动密钥。',
  'keyStore.noSecretService':
    '无法使用系统钥匙串：此会话中没有带钥匙环的 Secret Service（GNOME Keyring、KWallet、KeePassXC）作出响应。',
  'keyStore.refused': '无法使用系统钥匙串：系统拒绝了访问。',
  'keyStore.locked': '系统钥匙串已锁定，请求解锁时未被解锁。',
  'keyStore.silent': '系统钥匙串在 {seconds} 秒内没有响应；它可能正在某个窗口中询问密码。',
  'keyStore.notSet':
    '未设置 ROTA_MASTER_KEY；它是 base64 编码的 32 字节（例如由 `openssl rand -base64 32` 生成），每次启动都必须相同。',
  'keyStore.notBase64':
    'ROTA_MASTER_KEY 必须恰好是 base64 编码的 32 字节（44 个字符），例如由 `openssl rand -base64 32` 生成。',
  'keyStore.fileInvalid': '{path} 必须只包含 base64 编码的 32 字节（44 个字符）。',
  'keyStore.others':
    '{problem}要改为把主密钥保存在数据文件夹的文件中（权限 0600），请用 `ROTA_KEY_STORE=file rota start` 启动一次；要在每次启动时自行提供，请设置 ROTA_KEY_STORE=env 和 ROTA_MASTER_KEY（base64 编码的 32 字节，例如由 `openssl rand -base64 32` 生成）。',
  'keyStore.vaultClosed': '{problem}没有它就无法打开 {folder} 中的保险库；未作任何更改。',
  'masterKey.missing':
    '{folder} 中的保险库是用主密钥 {id} 封存的，而{store}中没有它。请找回该密钥；或者移走 vault.rota 和 vault.bak，重新开始并重新登录；未作任何更改。',
  'masterKey.wrong':
    '{folder} 中的保险库是用主密钥 {id} 封存的，而{store}中的是 {held}。请找回该密钥；或者移走 vault.rota 和 vault.bak，重新开始并重新登录；未作任何更改。',
  'keyStoreRecord.notOurs': '{path} 的内容不是由 Rota 写入的。',
  'keyStoreRecord.damaged':
    '{problem}请删除 {path}，并将 ROTA_KEY_STORE 设为主密钥所在的位置（keychain、file 或 env），再启动一次。',

  'sealed.damaged': '封存文件已损坏：{how}。',
  'sealed.how.tooLarge': '文件过大',
  'sealed.how.tooShort': '文件过短',
  'sealed.how.digest': '摘要不匹配',
  'sealed.how.magic': '开头不是封存文件的标记',
  'sealed.how.dataKey': '数据密钥未通过验证',
  'sealed.how.payload': '内容未通过验证',
  'sealed.newer': '封存文件的格式是 {format}，由更新版本的 Rota 生成。',
  'sealed.wrongKey': '该文件是用主密钥 {id} 封存的，而不是 {held}。',
  'vault.inFile': '{path}：{problem}',
  'vault.damaged':
    '{problem}没有可用的副本可以代替它。请放回 vault.rota 的备份；或者移走 vault.rota 和 vault.bak，重新开始并重新登录；未作任何更改。',
  'vault.otherKey': '{path} 是用主密钥 {id} 封存的，而现有的密钥是另一个。',
  'vault.unexpectedValue': '保险库在“{place}”处有意外的值；它可能是由其他版本的 Rota 写入的。',
  'vault.sameId': '保险库中有两条 id 相同的记录；它可能是由其他版本的 Rota 写入的。',
  'vault.futureRecord': '保险库中有一条来自未来的记录；它可能是由其他版本的 Rota 写入的。',

  'folder.demo': '{folder} 中已有自己的设置。请为演示指定另一个 --data-dir。',
  'usage.needsValue': '--{name} 需要一个值。',
  'usage.port': '端口必须是 0 到 65535 的数字，而不是“{port}”。',
};
