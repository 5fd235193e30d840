# SPDX-License-Identifier: Apache-2.0
# How programs, images and systems are made: one file for the tree and for the SDK.
#
#     writ_program(<name> <source>... [DOMAIN] [STACK <bytes>] [HEAP <bytes>])
#         <name>.elf in the current build folder: with DOMAIN a protection domain, which
#         has the entries of <microkit.h>, else a root task with a main of its own
#     writ_image(<name> <root> [BLOB <file>])
#         images/<name>.elf: boots the root task <root>, which sees the blob
#     writ_system(<name> <file>.system PROGRAMS <program>...)
#         images/<name>.elf of a system description, and the target run-<name>
#
# Who includes this file has set
#
#     WRIT_PYTHON WRIT_CPU (-mcpu of the board) WRIT_BOARD_JSON
#     WRIT_TOOLS           the folder of image.py and of its like
#     WRIT_PROGRAM_SCRIPT  program.ld
#
# and gives the targets Writ::user (the library, with the flags below), Writ::start
# (crt0), Writ::kernel and Writ::init.

set(WRIT_MACHINE_FLAGS -mcpu=${WRIT_CPU} -mfloat-abi=soft -marm --specs=picolibc.specs)
# Variables that are zero at the start stay where a system description can set them.
set(WRIT_COMPILE_FLAGS ${WRIT_MACHINE_FLAGS} -Wall -Wextra -ffunction-sections -fdata-sections -fno-common
	-fno-zero-initialized-in-bss)
set(WRIT_LINK_FLAGS ${WRIT_MACHINE_FLAGS} -nostartfiles -DPICOLIBC_INTEGER_PRINTF_SCANF
	-Wl,--gc-sections -Wl,-z,max-page-size=4096 -Wl,--no-warn-rwx-segments)
# Where the project does not choose a build type.
set(WRIT_DEFAULT_FLAGS -O2 -g)

set(WRIT_IMAGES ${CMAKE_BINARY_DIR}/images)
file(MAKE_DIRECTORY ${WRIT_IMAGES} ${CMAKE_BINARY_DIR}/systems)
file(GLOB WRIT_IMAGE_TOOLS CONFIGURE_DEPENDS ${WRIT_TOOLS}/sysgen/*.py)
list(APPEND WRIT_IMAGE_TOOLS ${WRIT_TOOLS}/image.py)

function(writ_program name)
	cmake_parse_arguments(PARSE_ARGV 1 program "DOMAIN" "STACK;HEAP" "")
	set(link -T ${WRIT_PROGRAM_SCRIPT})
	if(program_STACK)
		list(APPEND link -Wl,--defsym=__stack_size=${program_STACK})
	endif()
	if(program_HEAP)
		list(APPEND link -Wl,--defsym=__heap_size=${program_HEAP})
	endif()
	if(program_DOMAIN)
		list(APPEND link -Wl,--undefined=microkit_name)
	endif()
	add_executable(${name} ${program_UNPARSED_ARGUMENTS} $<TARGET_OBJECTS:Writ::start>)
	set_target_properties(${name} PROPERTIES SUFFIX .elf
		LINK_DEPENDS "${WRIT_PROGRAM_SCRIPT};${WRIT_TOOLS}/data_image.py")
	target_link_options(${name} PRIVATE ${link})
	target_link_libraries(${name} PRIVATE Writ::user)
	add_custom_command(TARGET ${name} POST_BUILD VERBATIM
		COMMAND ${WRIT_PYTHON} ${WRIT_TOOLS}/data_image.py $<TARGET_FILE:${name}>)
endfunction()

function(writ_image name root)
	cmake_parse_arguments(PARSE_ARGV 2 image "" "BLOB" "")
	set(blob)
	if(image_BLOB)
		set(blob --blob ${image_BLOB})
	endif()
	add_custom_command(OUTPUT ${WRIT_IMAGES}/${name}.elf VERBATIM
		COMMAND ${WRIT_PYTHON} ${WRIT_TOOLS}/image.py --kernel $<TARGET_FILE:Writ::kernel>
			--root $<TARGET_FILE:${root}> ${blob} --board ${WRIT_BOARD_JSON}
			--out ${WRIT_IMAGES}/${name}.elf
		DEPENDS Writ::kernel ${root} ${image_BLOB} ${WRIT_BOARD_JSON} ${WRIT_IMAGE_TOOLS}
		COMMENT "Image ${name}")
	add_custom_target(image_${name} ALL DEPENDS ${WRIT_IMAGES}/${name}.elf)
endfunction()

function(writ_system name description)
	cmake_parse_arguments(PARSE_ARGV 2 system "" "" "PROGRAMS")
	if(system_UNPARSED_ARGUMENTS OR NOT system_PROGRAMS)
		message(FATAL_ERROR "writ_system(${name}): give its programs behind the word PROGRAMS")
	endif()
	cmake_path(ABSOLUTE_PATH description)
	set(folders)
	foreach(program IN LISTS system_PROGRAMS)
		list(APPEND folders --search $<TARGET_FILE_DIR:${program}>)
	endforeach()
	set(stem ${CMAKE_BINARY_DIR}/systems/${name})
	add_custom_command(OUTPUT ${stem}.blob ${stem}.txt ${stem}.dot ${stem}.json VERBATIM
		COMMAND ${WRIT_PYTHON} ${WRIT_TOOLS}/sysgen ${description} --board ${WRIT_BOARD_JSON} ${folders}
			--root $<TARGET_FILE:Writ::init> --kernel $<TARGET_FILE:Writ::kernel>
			--out ${stem}.blob --report ${stem}.txt --dot ${stem}.dot --layout ${stem}.json
		DEPENDS ${description} ${system_PROGRAMS} Writ::init Writ::kernel ${WRIT_BOARD_JSON} ${WRIT_IMAGE_TOOLS}
		COMMENT "System ${name}")
	writ_image(${name} Writ::init BLOB ${stem}.blob)
	add_custom_target(run-${name} VERBATIM USES_TERMINAL
		COMMAND ${WRIT_PYTHON} ${WRIT_TOOLS}/boot.py ${WRIT_IMAGES}/${name}.elf --board ${WRIT_BOARD_JSON})
	add_dependencies(run-${name} image_${name})
endfunction()
