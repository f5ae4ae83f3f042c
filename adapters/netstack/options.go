package main

import (
	"time"

	"golang.org/x/sys/unix"
	"gvisor.dev/gvisor/pkg/syserr"
	"gvisor.dev/gvisor/pkg/tcpip"
)

// option is the level and the name of a socket option.
type option struct{ level, name int }

// options are those whose value is a number, by their names.
var options = map[string]option{
	"SO_LINGER": {unix.SOL_SOCKET, unix.SO_LINGER}, "SO_ERROR": {unix.SOL_SOCKET, unix.SO_ERROR},
	"SO_REUSEADDR": {unix.SOL_SOCKET, unix.SO_REUSEADDR}, "SO_KEEPALIVE": {unix.SOL_SOCKET, unix.SO_KEEPALIVE},
	"SO_RCVLOWAT": {unix.SOL_SOCKET, unix.SO_RCVLOWAT}, "SO_RCVBUF": {unix.SOL_SOCKET, unix.SO_RCVBUF},
	"SO_SNDBUF": {unix.SOL_SOCKET, unix.SO_SNDBUF}, "TCP_NODELAY": {unix.IPPROTO_TCP, unix.TCP_NODELAY},
	"TCP_CORK": {unix.IPPROTO_TCP, unix.TCP_CORK}, "TCP_KEEPIDLE": {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE},
	"TCP_KEEPINTVL": {unix.IPPROTO_TCP, unix.TCP_KEEPINTVL}, "TCP_KEEPCNT": {unix.IPPROTO_TCP, unix.TCP_KEEPCNT},
	"TCP_USER_TIMEOUT": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT},
	"TCP_LINGER2":      {unix.IPPROTO_TCP, unix.TCP_LINGER2}, "TCP_SYNCNT": {unix.IPPROTO_TCP, unix.TCP_SYNCNT},
	"TCP_MAXSEG": {unix.IPPROTO_TCP, unix.TCP_MAXSEG}, "TCP_QUICKACK": {unix.IPPROTO_TCP, unix.TCP_QUICKACK},
	"TCP_DEFER_ACCEPT": {unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT},
}

// setOption is setSockOptSocket and setSockOptTCP of the sentry; false if it has no such option.
func setOption(of *socket, name option, value int) (*outcome, bool) {
	settings, seconds := of.SocketOptions(), time.Duration(value)*time.Second
	var err tcpip.Error
	switch name {
	case options["SO_LINGER"]:
		settings.SetLinger(tcpip.LingerOption{Enabled: value >= 0, Timeout: seconds})
	case options["SO_REUSEADDR"]:
		settings.SetReuseAddress(value != 0)
	case options["SO_KEEPALIVE"]:
		settings.SetKeepAlive(value != 0)
	case options["SO_RCVLOWAT"]:
		err = settings.SetRcvlowat(int32(value))
	case options["SO_RCVBUF"]:
		settings.SetReceiveBufferSize(2*int64(value), true)
	case options["SO_SNDBUF"]:
		settings.SetSendBufferSize(2*int64(value), true)
	case options["TCP_NODELAY"]:
		settings.SetDelayOption(value == 0)
	case options["TCP_CORK"]:
		settings.SetCorkOption(value != 0)
	case options["TCP_QUICKACK"]:
		settings.SetQuickAck(value != 0)
	case options["TCP_KEEPIDLE"]:
		to := tcpip.KeepaliveIdleOption(seconds)
		err = of.SetSockOpt(&to)
	case options["TCP_KEEPINTVL"]:
		to := tcpip.KeepaliveIntervalOption(seconds)
		err = of.SetSockOpt(&to)
	case options["TCP_LINGER2"]:
		to := tcpip.TCPLingerTimeoutOption(seconds)
		err = of.SetSockOpt(&to)
	case options["TCP_DEFER_ACCEPT"]:
		to := tcpip.TCPDeferAcceptOption(seconds)
		err = of.SetSockOpt(&to)
	case options["TCP_USER_TIMEOUT"]:
		to := tcpip.TCPUserTimeoutOption(time.Duration(value) * time.Millisecond)
		err = of.SetSockOpt(&to)
	case options["TCP_KEEPCNT"]:
		err = of.SetSockOptInt(tcpip.KeepaliveCountOption, value)
	case options["TCP_SYNCNT"]:
		err = of.SetSockOptInt(tcpip.TCPSynCountOption, value)
	case options["TCP_MAXSEG"]:
		err = of.SetSockOptInt(tcpip.MaxSegOption, value)
	default:
		return nil, false
	}
	return ended(err), true
}

// getOption reads SO_ERROR, the one that changes what it reads; false for any other.
func getOption(of *socket, name option) (*outcome, bool) {
	if name != options["SO_ERROR"] {
		return nil, false
	}
	value := 0
	if err := of.LastError(); err != nil {
		value = int(syserr.TranslateNetstackError(err).ToLinux())
	}
	return &outcome{value: &value}, true
}
