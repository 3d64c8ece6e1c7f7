async def first_in_time(servers, seconds):
    """Each server is an async function that returns its answer."""
    for server in servers:
        answer = await server()
        if answer:
            return answer
    return None
