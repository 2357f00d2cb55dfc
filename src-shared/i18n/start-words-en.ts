/**
 * English for what keeps Rota from starting: files, the lock of the data folder, the port, the place of the master
 * key. The core words these itself, because a code says too little.
 */
export const startWordsEn = {
  'io.ENOSPC': 'the disk is full',
  'io.EDQUOT': 'the disk quota is used up',
  'io.EROFS': 'the file system is read-only',
  'io.EACCES': 'this user may not access it',
  'io.EPERM': 'the system does not permit it',
  'io.EIO': 'the disk reports an error',
  'io.ENOTDIR': 'a part of its path is not a folder',
  'io.EISDIR': 'it is a folder',
  'io.ENOENT': 'a folder of its path does not exist',
  'io.EEXIST': 'something else is in its place',
  'io.EMFILE': 'too many files are open',
  'io.ENFILE': 'too many files are open on this machine',
  'io.EBUSY': 'another program holds it',
  'io.known': '{words} ({code})',
  'io.code': 'of system error {code}',
  'io.unexpected': 'of an unexpected error',

  'file.notWritten': '{path} could not be written, because {reason}.',
  'file.notDurable': '{path} was written but not made durable, because {reason}.',
  'file.notCreated': '{path} could not be created, because {reason}.',
  'file.notRead': '{path} could not be read, because {reason}.',
  'file.notRegular': '{path} is not a regular file.',
  'file.notSetAside': '{path} could not be set aside, because {reason}.',
  'file.tooLarge': '{path} is larger than {max} bytes.',
  'folder.unusable': 'The folder {path} cannot be used, because {reason}.',

  'lock.notTaken':
    '{path} could not be locked (SQLite code {code}); the file must be empty and on a file system with locks.',
  'lock.notWritable':
    '{path} could not be opened for writing; the data folder and the files in it must be writable for this user.',
  'owner.known':
    'The data folder {folder} is in use: process {pid}, running since {since}, owns it, and only one may.',
  'owner.unknown': 'The data folder {folder} is in use: another Rota process owns it, and only one may.',

  'port.inUse': 'Port {port} on {host} is in use by another program.',
  'port.inUseBy': 'Port {port} on {host} is in use by {owner}. Choose another one with --port.',
  'port.forbidden': 'This user may not open port {port}; choose one above 1023.',
  'port.noAddress': 'This machine has no address {host}.',
  'port.notOpened': 'Port {port} on {host} cannot be opened ({code}).',
  'host.notAllowed':
    'Rota listens on {host} only where server.allowed_hosts names it as "{host}:PORT": other machines could reach it.',

  'keyStore.unknown': 'ROTA_KEY_STORE must be keychain, file or env.',
  'keyStore.keychain': 'the system keychain',
  'keyStore.file': 'a key file in the data folder',
  'keyStore.env': 'ROTA_MASTER_KEY',
  'keyStore.changed':
    'The master key of {folder} is kept in {recorded} since the first start, and ROTA_KEY_STORE asks for {requested}. Start without ROTA_KEY_STORE to go on, or stop Rota and move the key with `rota move-key {choice}`.',
  'keyStore.noSecretService':
    'The system keychain cannot be used: no Secret Service (GNOME Keyring, KWallet, KeePassXC) with a keyring answers in this session.',
  'keyStore.refused': 'The system keychain cannot be used: the system refused access to it.',
  'keyStore.locked': 'The system keychain is locked, and it was not unlocked when asked.',
  'keyStore.silent':
    'The system keychain did not answer within {seconds} s; it may be asking for its password in a window.',
  'keyStore.notSet':
    'ROTA_MASTER_KEY is not set; it takes 32 bytes in base64, e.g. from `openssl rand -base64 32`, and must be the same at every start.',
  'keyStore.notBase64':
    'ROTA_MASTER_KEY must be exactly 32 bytes in base64 (44 characters), e.g. from `openssl rand -base64 32`.',
  'keyStore.fileInvalid': '{path} must hold 32 bytes in base64 (44 characters) and nothing else.',
  'keyStore.others':
    '{problem} To keep the master key in a file of the data folder (mode 0600) instead, start once with `ROTA_KEY_STORE=file rota start`; to give it yourself at every start, set ROTA_KEY_STORE=env and ROTA_MASTER_KEY (32 bytes in base64, e.g. from `openssl rand -base64 32`).',
  'keyStore.vaultClosed': '{problem} The vault in {folder} cannot be opened without it; nothing was changed.',
  'masterKey.missing':
    'The vault in {folder} was sealed with master key {id}, which {store} does not hold. Bring that key back, or move vault.rota and vault.bak away to begin anew and sign in again; nothing was changed.',
  'masterKey.wrong':
    'The vault in {folder} was sealed with master key {id}, but {store} holds {held}. Bring that key back, or move vault.rota and vault.bak away to begin anew and sign in again; nothing was changed.',
  'keyStoreRecord.notOurs': '{path} is not what Rota wrote.',
  'keyStoreRecord.damaged':
    '{problem} Remove {path}, and start once with ROTA_KEY_STORE set to the place of the master key: keychain, file or env.',

  'sealed.damaged': 'The sealed file is damaged: {how}.',
  'sealed.how.tooLarge': 'it is too large',
  'sealed.how.tooShort': 'it is too short',
  'sealed.how.digest': 'its digest does not match',
  'sealed.how.magic': 'it does not begin as one',
  'sealed.how.dataKey': 'its data key is not authentic',
  'sealed.how.payload': 'its payload is not authentic',
  'sealed.newer': 'The sealed file has format {format}, made by a newer Rota.',
  'sealed.wrongKey': 'The file was sealed with master key {id}, not with {held}.',
  'vault.inFile': '{path}: {problem}',
  'vault.damaged':
    '{problem} No spare copy can take its place. Put a backup of vault.rota back, or move vault.rota and vault.bak away to begin anew and sign in again; nothing was changed.',
  'vault.otherKey': '{path} was sealed with master key {id}, and the key at hand is another.',
  'vault.unexpectedValue':
    'The vault holds an unexpected value at "{place}"; another version of Rota may have written it.',
  'vault.sameId':
    'The vault holds two records with the same id; another version of Rota may have written it.',
  'vault.futureRecord':
    'The vault holds a record from the future; another version of Rota may have written it.',

  'folder.demo': '{folder} holds settings of its own. Give the demo another --data-dir.',
  'usage.needsValue': '--{name} needs a value.',
  'usage.port': 'The port must be a number from 0 to 65535, not “{port}”.',
} as const;
