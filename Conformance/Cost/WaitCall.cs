namespace Wakeline.Conformance.Cost;

/// <summary>A call that watches descriptors.</summary>
public enum WaitCall
{
    /// <summary>select, which is given three sets each time.</summary>
    Select,

    /// <summary>poll, which is given a list each time.</summary>
    Poll,

    /// <summary>epoll_wait on an instance that was told of the descriptors once, by epoll_ctl.</summary>
    Epoll,
}
