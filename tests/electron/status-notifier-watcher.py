#!/usr/bin/python3
"""A host for tray icons on the session bus, for machines without a desktop.

Usage: status-notifier-watcher.py FILE

Owns org.kde.StatusNotifierWatcher and resolves each item that registers as GNOME's extension does: by bus name, or by
object path at the caller, and then by its properties. An item counts only when it has an id, a status, a picture and a
menu that answers; Electron 43.3 to 44.0 registered items that did not (electron/electron#52674). Each outcome is a line
of FILE: `resolved ID …` or `dead NAME REASON`. Needs python3-dbus and python3-gi.
"""

import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"


class Watcher(dbus.service.Object):
    def __init__(self, bus, log):
        super().__init__(dbus.service.BusName(WATCHER, bus), "/StatusNotifierWatcher")
        self.bus = bus
        self.log = log
        self.items = []

    def tell(self, line):
        with open(self.log, "a", encoding="utf-8") as file:
            file.write(line + "\n")

    @dbus.service.method(WATCHER, in_signature="s", sender_keyword="sender")
    def RegisterStatusNotifierItem(self, service, sender=None):
        name, path = (sender, service) if service.startswith("/") else (service, "/StatusNotifierItem")
        self.items.append(name + path)
        # The item answers on the connection that is waiting for this call to return.
        GLib.timeout_add(200, self.resolve, name, path)
        self.StatusNotifierItemRegistered(name + path)

    @dbus.service.method(WATCHER, in_signature="s")
    def RegisterStatusNotifierHost(self, service):
        self.StatusNotifierHostRegistered()

    @dbus.service.signal(WATCHER, signature="s")
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.signal(WATCHER)
    def StatusNotifierHostRegistered(self):
        pass

    @dbus.service.method(PROPERTIES, in_signature="ss", out_signature="v")
    def Get(self, interface, name):
        return self.GetAll(interface)[name]

    @dbus.service.method(PROPERTIES, in_signature="s", out_signature="a{sv}")
    def GetAll(self, interface):
        return {
            "IsStatusNotifierHostRegistered": dbus.Boolean(True),
            "ProtocolVersion": dbus.Int32(0),
            "RegisteredStatusNotifierItems": dbus.Array(self.items, signature="s"),
        }

    def resolve(self, name, path):
        try:
            item = dbus.Interface(self.bus.get_object(name, path), PROPERTIES)
            found = item.GetAll(ITEM)
            if not found.get("Id"):
                raise ValueError("it has no id")
            if not found.get("Status"):
                raise ValueError("it has no status")
            if not found.get("IconName") and not found.get("IconPixmap"):
                raise ValueError("it has no picture")
            menu = dbus.Interface(self.bus.get_object(name, found["Menu"]), MENU)
            _revision, layout = menu.GetLayout(0, -1, dbus.Array([], signature="s"))
            entries = len(layout[2])
            if entries == 0:
                raise ValueError("its menu is empty")
            self.tell(f"resolved {found['Id']} {found['Status']} with {entries} entries")
        except Exception as error:  # whatever it is, the icon would not be seen
            self.tell(f"dead {name}{path} {error}")
        return False


def main():
    DBusGMainLoop(set_as_default=True)
    watcher = Watcher(dbus.SessionBus(), sys.argv[1])
    watcher.tell("watching")
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
